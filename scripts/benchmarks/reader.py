"""What a reader's browser fetches and how soon it paints: this site, and the same pages on plain Material with static-i18n.

    python scripts/benchmarks/reader.py [RUNS]

Both sites are built in a temporary folder and served on this machine with gzip. A real Chromium opens the German
sequence-to-sequence page as a phone would: 360 × 640, the processor four times slower, 150 ms and 1.6 Mbit/s away (the
mobile profile of Lighthouse). Figures are medians of RUNS openings (default 5), the two sites in turn, each with an empty
cache. The plain site has the text of this one; its blocks stay as they are written. Prints one line a figure: this site,
the plain one, and the ratio.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
LESSON = "de/transformer-models/sequence-to-sequence-models/"
QUERY = "Attention"
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".md"}
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

# Set before a page's own scripts: the largest paint so far, and the milliseconds of long tasks above 50.
_OBSERVE = """
window.painted = 0; window.blocked = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.painted = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.blocked += entry.duration - 50; })
  .observe({ type: "longtask", buffered: true });
"""


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """A host that compresses text."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _COMPRESSED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        head = sum(map(len, self._headers_buffer))
        self.end_headers()
        self.wfile.write(body)
        self.server.sent.append((path.suffix, head + len(body)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    """Keeps what it sent: ending of the file and bytes, headers included. A browser does not tell what its workers fetch."""

    def __init__(self, folder: Path) -> None:
        self.sent: list[tuple[str, int]] = []
        super().__init__(("127.0.0.1", 0), functools.partial(_Gzip, directory=str(folder)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@dataclass
class Opening:
    """One opening of the page: what was sent (ending, bytes), requests to others, times in milliseconds."""

    sent: list[tuple[str, int]]
    abroad: int
    paint: float
    blocked: float
    search_bytes: int = 0
    search_time: float = 0.0

    def size(self, *endings: str) -> int:
        """The bytes of the files with some endings; of all where none is given."""
        return sum(size for ending, size in self.sent if not endings or ending in endings)


def serve(folder: Path) -> _Server:
    """Serve a folder until this program ends."""
    server = _Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def build(root: Path, site: Path) -> Path:
    """Build a MkDocs project there."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return site


def plain(root: Path) -> Path:
    """The same pages with nothing of this project: Material, its search, static-i18n."""
    shutil.copytree(ROOT / "docs", root / "docs")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    nav = yaml.safe_load(re.search(r"^nav:\n(?:[ #].*\n)+", text, re.MULTILINE)[0])["nav"]
    tags = sorted((path.parent.name for path in (ROOT / "docs").glob("*/_lang.yml")), key=lambda tag: tag != "en")
    config = {
        "site_name": "Plain",
        "site_url": "https://course.example.org/",
        "nav": nav,
        "theme": {"name": "material", "font": False, "palette": [{"scheme": "default"}]},
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "tables",
            "pymdownx.details",
            "pymdownx.superfences",
        ],
        "plugins": [
            "search",
            {
                "i18n": {
                    "docs_structure": "folder",
                    "languages": [{"locale": tag, "name": tag, "build": True, "default": tag == "en"} for tag in tags],
                }
            },
        ],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return build(root, root / "site")


def opened(browser: Browser, server: _Server, *, search: bool) -> Opening:
    """Open the page as a phone would, then look something up."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2)
    page = context.new_page()
    page.add_init_script(_OBSERVE)
    devtools = context.new_cdp_session(page)
    network = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", network)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    abroad = []
    page.on("request", lambda request: request.url.startswith((server.address, "data:", "blob:")) or abroad.append(request.url))
    server.sent.clear()
    page.goto(server.address + LESSON, wait_until="networkidle")
    page.wait_for_timeout(2_000)  # a worker's requests are none of the page's
    opening = Opening(list(server.sent), len(abroad), *page.evaluate("[window.painted, window.blocked]"))
    if search:
        opening.search_time = _search(page)
        page.wait_for_timeout(2_000)
        opening.search_bytes = sum(size for _, size in server.sent) - opening.size()
    context.close()
    return opening


def _search(page: Page) -> float:
    """Milliseconds from opening the search to the first result."""
    start = page.evaluate("performance.now()")
    page.keyboard.press("Control+k")
    page.locator(".search__field").wait_for()
    page.locator(".search__field").fill(QUERY)
    page.locator(".search__page").first.wait_for()
    return page.evaluate("performance.now()") - start


def main() -> None:
    """Build both, open each in turn, print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        (Path(folder) / "plain").mkdir()
        ours, theirs = serve(build(ROOT, Path(folder) / "ours")), serve(plain(Path(folder) / "plain"))
        browser = playwright.chromium.launch(executable_path=os.environ.get("DIGLOT_CHROMIUM") or None, args=_ARGUMENTS)
        pairs = [(opened(browser, ours, search=True), opened(browser, theirs, search=False)) for _ in range(runs)]
        browser.close()
    lines = {
        "all, bytes": lambda one: one.size(),
        "page, bytes": lambda one: one.size(".html"),
        "styles, bytes": lambda one: one.size(".css"),
        "scripts, bytes": lambda one: one.size(".js"),
        "search, bytes": lambda one: one.size(".json"),
        "requests": lambda one: len(one.sent),
        "requests to others": lambda one: one.abroad,
        "largest paint, ms": lambda one: one.paint,
        "blocked, ms": lambda one: one.blocked,
    }
    print(f"{LESSON}, median of {runs}\n{'':22}{'here':>10}{'plain':>10}{'ratio':>8}")
    for name, figure in lines.items():
        here, there = (statistics.median(figure(pair[place]) for pair in pairs) for place in (0, 1))
        print(f"{name:22}{here:10,.0f}{there:10,.0f}{here / there if there else 0:8.2f}")
    for name, attribute in {"first search, bytes": "search_bytes", "first search, ms": "search_time"}.items():
        print(f"{name:22}{statistics.median(getattr(pair[0], attribute) for pair in pairs):10,.0f}")


if __name__ == "__main__":
    main()
