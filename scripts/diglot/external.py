"""Pages elsewhere that the course links to: are they still there?

Asked on demand only, never in a build. Politely: one question at a time to each host with a pause between them, by a name
that says who asks, and a good answer is believed for a week. Only an address that is certainly gone is a problem; a host
that is slow, or refuses programs, is a note.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from diglot.problems import Problem

CACHE = Path(".cache/external.json")
WEEK = 7 * 24 * 3600.0  # seconds
PAUSE = 1.0  # seconds between two questions to one host
PATIENCE = 20.0  # seconds

AGENT = "diglot-link-check (one request a second, once a week)"
GONE = (404, 410)
NO_HOST = 0  # there is no such host, or nobody answers

Places = Mapping[str, Iterable[tuple[str, int]]]  # address → path and line of each link to it


def ask_all(places: Places, cache: Path, ask: Callable[[str], int] | None = None, now: float | None = None,
            pause: Callable[[float], None] = time.sleep) -> tuple[list[Problem], list[str]]:  # fmt: skip
    """Problems with addresses that are gone, and a note for each that could not be asked; ``cache`` keeps the good answers.

    ``ask`` gives the HTTP status of an address, ``NO_HOST`` where there is none; ``now`` is in seconds since 1970.
    """
    ask, now = ask or status_of, time.time() if now is None else now
    known = _read(cache)
    fresh = {address: at for address, at in known.items() if now - at < WEEK}
    waiting = sorted((address for address in places if address not in fresh), key=_host)
    answers: dict[str, int] = {}

    def ask_host(addresses: list[str]) -> None:
        for number, address in enumerate(addresses):
            if number:
                pause(PAUSE)
            answers[address] = ask(address)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask_host, [list(group) for _, group in groupby(waiting, _host)]))
    fresh |= {address: now for address, status in answers.items() if 200 <= status < 400}
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(fresh, indent=1, sort_keys=True), "utf-8")
    problems = [
        Problem(path, line, 1, "W030", f"{address} is not there ({_words(status)}); mend the link, or remove it")
        for address, status in sorted(answers.items())
        for path, line in places[address]
        if status in (*GONE, NO_HOST)
    ]
    refused = {address: status for address, status in answers.items() if status >= 400 and status not in GONE}
    return problems, [f"{address} gave no answer that says anything ({status})" for address, status in sorted(refused.items())]


def status_of(address: str) -> int:
    """The HTTP status of an address, after redirects; its body is not read."""
    if urlsplit(address).scheme not in ("http", "https"):
        return 200
    status = NO_HOST
    for method in ("HEAD", "GET"):  # many hosts answer HEAD wrongly
        request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            status = error.code
        except (OSError, ValueError, HTTPException):  # no such host, no answer, no address
            return NO_HOST
    return status


def _read(cache: Path) -> dict[str, float]:
    try:
        found = json.loads(cache.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: at for key, at in found.items() if isinstance(at, float | int)} if isinstance(found, dict) else {}


def _host(address: str) -> str:
    return urlsplit(address).netloc


def _words(status: int) -> str:
    return f"status {status}" if status else "no such host, or no answer"
