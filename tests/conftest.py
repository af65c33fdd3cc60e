"""What the tests of every room share: a text rendered, a course written, the site built once and served, a browser."""

from __future__ import annotations

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import markdown
import pytest
import yaml
from hypothesis import HealthCheck, settings
from markdown.treeprocessors import Treeprocessor
from playwright.sync_api import Browser, Page, sync_playwright

# No test depends on how fast the machine is.
settings.register_profile("diglot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("diglot")

ROOT = Path(__file__).parent.parent

# Chromium asks Google's hosts at every start unless told not to.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes: full fuzzing, every page in the browser")


def extensions() -> tuple[list[str], dict[str, dict]]:
    """The Markdown extensions of this course's mkdocs.yml, as Python-Markdown takes them."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8").split("\nmarkdown_extensions:\n")[1].split("\n\n")[0]
    names, configs = [], {}
    for entry in yaml.safe_load(text):
        name, config = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
        names.append(name)
        configs |= {name: config} if config else {}
    return names, configs


def render_markdown(text: str, page: Path | None = None) -> str:
    """HTML of a text; with ``page``, as if it were that file of a course rendered by MkDocs."""
    names, configs = extensions()
    md = markdown.Markdown(extensions=names, extension_configs=configs)
    if page:
        stand_in = Treeprocessor(md)
        stand_in.file = SimpleNamespace(abs_src_path=str(page))
        md.treeprocessors.register(stand_in, "relpath", 0)
    return md.convert(text)


@pytest.fixture
def render() -> Callable[..., str]:
    return render_markdown


@pytest.fixture
def write_course(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write files (path → text) as a course with English in it, and return its folder."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "course"
        for name, text in {"docs/en/_lang.yml": "name: English\n", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return root

    return write


def run_command(*command: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's programs (``mkdocs``, ``diglot``) and return its output."""
    whole = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1", **(env or {})}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=whole, capture_output=True, text=True, encoding="utf-8", check=False
    )


def lay_out(root: Path, files: Mapping[str, str], nav: list) -> None:
    """Write files (path → text) as a course with this one's configuration and theme."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    config = (ROOT / "mkdocs.yml").read_text("utf-8").replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    before, _, rest = config.partition("\nnav:\n")
    _, _, after = rest.partition("\n\n")
    (root / "mkdocs.yml").write_text(f"{before}\nnav: {json.dumps(nav)}\n\n{after}", "utf-8")


def build_course(root: Path, files: Mapping[str, str], nav: list, *, site: Path | None = None) -> Path:
    """Lay a course out, build it strictly, return the site."""
    lay_out(root, files, nav)
    target = site or root / "site"
    result = run_command("mkdocs", "build", "--strict", "--site-dir", str(target), cwd=root)
    assert result.returncode == 0, result.stdout + result.stderr
    return target


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's site, built strictly."""
    target = tmp_path_factory.mktemp("built") / "site"
    result = run_command("mkdocs", "build", "--strict", "--site-dir", str(target), cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    return target


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves a page hangs up on what it was loading: that is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _WithHeaders(_Quiet):
    """A host that reads ``_headers``, as Netlify and Cloudflare Pages do."""

    def end_headers(self) -> None:
        lines = Path(self.directory, "_headers").read_text("utf-8").splitlines()
        for line in lines[1:]:
            self.send_header(*line.strip().split(": ", 1))
        super().end_headers()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder on this machine, with the headers that it names or without; returns its address with a slash at the end."""
    servers = []

    def start(folder: Path, *, headers: bool = False) -> str:
        handler = _WithHeaders if headers else _Quiet
        server = _Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    """Where this repository's site is served."""
    return serve(site)


@pytest.fixture
def addresses(site: Path, request: pytest.FixtureRequest) -> list[str]:
    """The address of every page, the 404 pages too; of the pages made of single questions only the first, unless --long."""
    files = (path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")))
    found = {}
    for name in files:
        before, folder, _ = name.rpartition("questions/")
        key = before + folder if folder and not request.config.getoption("long") else name
        found.setdefault(key, name.removesuffix("index.html") if name.endswith("index.html") else name)
    return list(found.values())


# The page's scripts come once it is painted, after the event that browsers call "load".
_SCRIPTED = """async () => {
  const held = () => document.documentElement.className === "js" && document.querySelector("template#scripts");
  while (held()) await new Promise(requestAnimationFrame);
  await Promise.allSettled([...document.querySelectorAll("script[type=module][src]")].map(({ src }) => import(src)));
}"""


def _patiently(arrive: Callable) -> Callable:
    """Arrive at a page as a reader does, who does nothing before there is something to see."""

    @functools.wraps(arrive)
    def arrived(page: Page, *args: object, **options: object) -> object:
        response = arrive(page, *args, **options)
        page.evaluate(_SCRIPTED)
        return response

    return arrived


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the one scripts/run.py found or installed, else playwright's own."""
    ways = {name: _patiently(getattr(Page, name)) for name in ("goto", "reload", "go_back", "go_forward")}
    with sync_playwright() as playwright, mock.patch.multiple(Page, **ways):
        chromium = playwright.chromium.launch(executable_path=os.environ.get("DIGLOT_CHROMIUM") or None, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a fresh profile, on a desktop."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
