"""How long an edit takes to stand in the browser: the preview of a generated course, open in Chromium.

    python3 scripts/run.py benchmark preview                 1,080 pages in 24 languages
    python3 scripts/run.py benchmark preview ../a-course     another course, which is copied

The time runs from the moment at which a page's Markdown is written, a sentence longer, until that sentence stands in the page
that the browser shows. The browser is told nothing: it reloads when the preview says so. A German lesson and an English one
are edited in turn; figures are medians, with the least and the most.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diglot.alternates import folder
from playwright.sync_api import Browser, sync_playwright
from run import command_for, this_machine

from benchmarks import generated
from benchmarks.build import pages_to_edit
from benchmarks.reader import CHROMIUM

_LONGEST = 180_000  # milliseconds until a preview has begun, or shows an edit
_PAUSE = (1.0, 2.0)  # seconds between two edits, at random: a preview that looks every so often is met anywhere

# In every document, before its own scripts: when the sentence was first painted, by the clock that this program has, too.
_LOOK = r"""
const look = () => {
  const sentence = document.querySelector("article")?.textContent.match(/Now it says \d+ of \d+\./)?.[0];
  requestAnimationFrame(sentence ? () => { window.seen = { sentence, time: Date.now() }; } : look);
};
requestAnimationFrame(look);
"""


@contextmanager
def preview(course: Path) -> Iterator[str]:
    """Where the preview of all languages of a course is shown, until it is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = command_for(this_machine(), "serve", "--all", "--", "--dev-addr", address, "--quiet")
    own = {**os.environ, "TMPDIR": str(course.parent)}  # where MkDocs puts what it shows; it goes with the course
    process = subprocess.Popen(command, cwd=course, env=own, start_new_session=True)
    try:
        _wait_for(address, process)
        yield f"http://{address}/"
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # MkDocs, too, which it has started
        process.wait()


def _wait_for(address: str, process: subprocess.Popen) -> None:
    host, port = address.split(":")
    while process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"the preview ended with {process.returncode}")


def edits(browser: Browser, home: str, file: Path, url: str, runs: int) -> list[float]:
    """Seconds from each edit of a page until the browser shows it; the page is opened once, and edited once before it counts."""
    page = browser.new_page()
    page.add_init_script(_LOOK)
    page.goto(home + url, wait_until="load", timeout=_LONGEST)
    text = file.read_text("utf-8").rstrip("\n")
    found = []
    for number in range(runs + 1):
        page.wait_for_timeout(1000 * random.uniform(*_PAUSE))
        sentence = f"Now it says {number} of {runs}."
        start = time.time()
        file.write_text(f"{text}\n\n{sentence}\n", "utf-8")
        page.wait_for_function("sentence => window.seen?.sentence === sentence", arg=sentence, timeout=_LONGEST)
        found.append(page.evaluate("window.seen.time") / 1000 - start)
    page.close()
    return found[1:]


def line(what: str, seconds: list[float]) -> str:
    """A line of the table, in seconds."""
    return f"{what:30}{statistics.median(seconds):12.2f}   {min(seconds):.2f} to {max(seconds):.2f}"


def url_of(lang: str, name: str) -> str:
    """Where a page is shown, from the root of the site."""
    address = name.removesuffix("index.md").removesuffix(".md").rstrip("/")
    return f"{folder(lang)}{address}/" if address else folder(lang)


def main() -> None:
    """Start the preview, edit, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("course", nargs="?", type=Path, help="the folder of a course; a generated one")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        course = Path(temporary) / "course"
        if options.course:
            shutil.copytree(options.course, course, ignore=shutil.ignore_patterns("site", ".cache", ".venv"))
        else:
            generated.make(course, 45, generated.has(45))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        start = time.perf_counter()
        with preview(course) as home:
            begun = time.perf_counter() - start
            print(f"Chromium {browser.version}, median of {options.runs}\n{'':30}{'seconds':>12}   single runs")
            print(f"{'begun':30}{begun:12.2f}", flush=True)
            for lang, name in pages_to_edit(course):
                times = edits(browser, home, course / "docs" / lang / name, url_of(lang, name), options.runs)
                print(line(f"{lang}/{name} edited", times), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
