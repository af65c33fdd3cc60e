"""What a reader's browser fetches and how soon it paints: this site, and the same pages on plain Material with static-i18n.

    python3 scripts/run.py benchmark reader [--runs 5] [--pages 1000]

Both sites are built in a temporary folder and served on this machine with gzip. A real Chromium opens the German
sequence-to-sequence page as a phone would: 360 × 640, the processor four times slower, 150 ms and 1.6 Mbit/s away (the
mobile profile of Lighthouse). Figures are medians of as many openings, the two sites in turn, each with an empty cache. The
plain site has the text of this one; its blocks stay as they are written.

Where Lighthouse is installed (``npm install --global lighthouse``, or ``DIGLOT_LIGHTHOUSE`` says where), the largest paint and
the blocking time are its own: it opens the page unhindered and computes how a phone would have fared.

The search is asked on this course and, where ``--pages`` is given, on a generated one of so many pages in one language, which
the plain stack builds for many minutes from 1,000 on. What the plain site fetches for it on every page counts as what its
first search costs.

Prints one line a figure: this site, the plain one, the ratio, and between what the single ratios lay.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from diglot.languages import SOURCE
from diglot.pages import read_course
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.generated import has, make

ROOT = Path(__file__).resolve().parent.parent.parent
LESSON = "de/transformer-models/sequence-to-sequence-models/"
QUERY = "Attention"
CHROMIUM = os.environ.get("DIGLOT_CHROMIUM") or None
LIGHTHOUSE = os.environ.get("DIGLOT_LIGHTHOUSE") or shutil.which("lighthouse")
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".md"}
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

Figures = tuple[float, ...]

# Set before a page's own scripts: the largest paint so far, and the milliseconds of long tasks above 50.
_OBSERVE = """
window.painted = 0; window.blocked = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.painted = entry.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.blocked += entry.duration - 50; })
  .observe({ type: "longtask", buffered: true });
"""

# How each site is asked: its field (opened by a key), and what it shows of the first page found.
_OURS = (".search__field", ".search__page")
_THEIRS = (".md-search__input", ".md-search-result__item")
_FOR_SEARCH = re.compile("search|pagefind|lunr")


def _body(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, 6) if path.suffix in _COMPRESSED else content


class _Gzip(http.server.SimpleHTTPRequestHandler):
    """A host that compresses text."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = self.server.body(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        head = sum(map(len, self._headers_buffer))
        self.end_headers()
        self.wfile.write(body)
        self.server.sent.append((self.path, head + len(body)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    """Keeps what it sent: address and bytes, headers included. A browser does not tell what its workers fetch."""

    def __init__(self, folder: Path) -> None:
        self.sent: list[tuple[str, int]] = []
        self.body = functools.cache(_body)  # to compress a large index is no time of the reader's
        super().__init__(("127.0.0.1", 0), functools.partial(_Gzip, directory=str(folder)))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


@dataclass(frozen=True)
class Site:
    """A served site; ``field`` and ``found`` are its search's: where to write, and what it shows of a page."""

    server: _Server
    field: str
    found: str


@dataclass(frozen=True)
class Opening:
    """One opening of a page: what was sent (address, bytes), requests to others, times in milliseconds."""

    sent: list[tuple[str, int]]
    abroad: int
    paint: float
    blocked: float

    def size(self, *endings: str) -> int:
        """The bytes of the files with some endings; of all where none is given."""
        return sum(size for address, size in self.sent if not endings or (Path(address).suffix or ".html") in endings)


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


def plain(course: Path, root: Path) -> Path:
    """The pages of a course with nothing of this project: Material, its search, static-i18n."""
    shutil.copytree(course / "docs", root / "docs")
    text = (course / "mkdocs.yml").read_text("utf-8")
    nav = yaml.safe_load(re.search(r"^nav:\n(?:[ #-].*\n)+", text, re.MULTILINE)[0])["nav"]
    tags = sorted((path.parent.name for path in (course / "docs").glob("*/_lang.yml")), key=lambda tag: tag != "en")
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


def _phone(browser: Browser) -> Page:
    """A phone that has been nowhere yet, far away from the host."""
    page = browser.new_context(viewport={"width": 360, "height": 640}, device_scale_factor=2).new_page()
    page.add_init_script(_OBSERVE)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def opened(browser: Browser, site: Site, name: str) -> Opening:
    """Open a page as a phone would."""
    page, abroad = _phone(browser), []
    own = (site.server.address, "data:", "blob:")
    page.on("request", lambda request: request.url.startswith(own) or abroad.append(request.url))
    site.server.sent.clear()
    page.goto(site.server.address + name, wait_until="networkidle")
    page.wait_for_timeout(2_000)  # a worker's requests are none of the page's
    opening = Opening(list(site.server.sent), len(abroad), *page.evaluate("[window.painted, window.blocked]"))
    page.context.close()
    return opening


def searched(browser: Browser, site: Site, name: str, query: str) -> tuple[int, float]:
    """Look something up as soon as a page is there: all bytes fetched for the search, milliseconds to the first page found."""
    page = _phone(browser)
    site.server.sent.clear()
    page.goto(site.server.address + name, wait_until="load")
    field = page.locator(site.field)
    start = page.evaluate("performance.now()")
    while not field.is_visible():  # the key is heard once the script is there
        page.keyboard.press("/")
        page.wait_for_timeout(20)
    field.press_sequentially(query)
    page.locator(site.found).first.wait_for(timeout=120_000)
    time = page.evaluate("performance.now()") - start
    page.wait_for_timeout(2_000)
    page.context.close()
    return sum(size for address, size in site.server.sent if _FOR_SEARCH.search(address)), time


def simulated(site: Site, name: str) -> tuple[float, float]:
    """What Lighthouse's mobile simulation says: largest paint and blocking time, in milliseconds."""
    command = [LIGHTHOUSE, site.server.address + name, "--quiet", "--output=json", "--only-categories=performance"]
    flags = "--chrome-flags=" + " ".join(["--headless=new", *_ARGUMENTS])
    environment = {**os.environ, **({"CHROME_PATH": CHROMIUM} if CHROMIUM else {})}
    result = subprocess.run([*command, flags], env=environment, check=True, capture_output=True, text=True)
    audits = json.loads(result.stdout)["audits"]
    return tuple(audits[audit]["numericValue"] for audit in ("largest-contentful-paint", "total-blocking-time"))


def line(name: str, here: Sequence[float], there: Sequence[float]) -> str:
    """A line of the table: both medians, their ratio, and between what the ratios of the single runs lay."""
    ours, theirs = statistics.median(here), statistics.median(there)
    text = f"{name:30}{ours:12,.0f}{theirs:12,.0f}"
    if not theirs:
        return text
    ratios = [one / other for one, other in zip(here, there, strict=True) if other]
    return f"{text}{ours / theirs:8.2f}   {min(ratios):.2f} to {max(ratios):.2f}"


def compared(sites: Sequence[Site], measure: Callable[[Site], Figures], runs: int) -> list[tuple[Figures, Figures]]:
    """Both sites, measured in turn: for each figure those of the runs here, and those there."""
    turns = [[measure(site) for site in sites] for _ in range(runs)]
    here, there = (list(zip(*figures, strict=True)) for figures in zip(*turns, strict=True))
    return list(zip(here, there, strict=True))


def _weight(opening: Opening) -> Figures:
    kinds = [(), (".html",), (".css",), (".js",), (".json",)]
    return (*(opening.size(*kind) for kind in kinds), len(opening.sent), opening.abroad, opening.paint, opening.blocked)


_WEIGHT = ("all, bytes", "page, bytes", "styles, bytes", "scripts, bytes", "search, bytes", "requests", "requests to others")
_TIMES = ("largest paint, ms", "blocked, ms")


def _both(course: Path, folder: Path) -> list[Site]:
    """A course as this project builds it, and on the plain stack."""
    folder.mkdir()
    ours = build(course, folder / "ours")
    return [Site(serve(ours), *_OURS), Site(serve(plain(course, folder / "plain")), *_THEIRS)]


def main() -> None:
    """Build both, open each in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=0, help="of a generated course that is searched, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        folder, runs = Path(temporary), options.runs
        print(f"Chromium {browser.version}, median of {runs}\n{'':30}{'here':>12}{'plain':>12}{'ratio':>8}   single runs")
        sites = _both(ROOT, folder / "this")
        print(LESSON)
        rows = compared(sites, lambda site: _weight(opened(browser, site, LESSON)), runs)
        for name, row in zip((*_WEIGHT, *_TIMES), rows, strict=True):
            print(line(name, *row))
        if LIGHTHOUSE:
            for name, row in zip(_TIMES, compared(sites, lambda site: simulated(site, LESSON), runs), strict=True):
                print(line(f"{name} (Lighthouse)", *row))
        _print_search(browser, sites, LESSON, QUERY, runs)
        if options.pages:
            make(folder / "course", options.pages, has(options.pages, 1))
            name, query = _a_page(folder / "course")
            print(f"{options.pages} pages")
            _print_search(browser, _both(folder / "course", folder / "many"), name, query, runs)
        browser.close()


def _print_search(browser: Browser, sites: Sequence[Site], name: str, query: str, runs: int) -> None:
    rows = compared(sites, lambda site: searched(browser, site, name, query), runs)
    for what, row in zip(("first search, bytes", "first search, ms"), rows, strict=True):
        print(line(what, *row))


def _a_page(course: Path) -> tuple[str, str]:
    """The address of a page in the middle of an English course, and the longest word of its heading."""
    pages = read_course(course).of(SOURCE)
    page = pages[len(pages) // 2]
    heading = next(text for text in page.lines if text.startswith("# "))
    address = page.name.removesuffix("index.md").removesuffix(".md").rstrip("/")
    return f"{address}/", max(re.findall(r"\w+", heading), key=len)


if __name__ == "__main__":
    main()
