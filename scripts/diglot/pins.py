"""Pins: which English text a translation follows.

The front matter of a translation names it by its git blob id, a hash of the text itself::

    source: 0474bcf76408…    # 40 hexadecimal digits, 64 in a SHA-256 repository
    draft: machine           # optional: a human has not read it yet
    of: old/path.md          # optional: where the English page has another path
    of: page.md#section      # optional: where it is a translation of one section of an English page

The id is computed without git (``git hash-object`` with LF line ends), so it is right in a shallow clone, a zip download,
after a squash or a rebase. Where git has the history, the same id names the old text: ``read_texts`` asks for all of them
in one process. In a clone with ``filter: blob:none`` git fetches what is missing; nothing else here needs a network.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diglot.history import HOOK_VARIABLES

MACHINE = "machine"
KEYS = ("source", "draft", "of")

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")

# As source._FRONT_MATTER, for a text whose line ends are still as they stand in the file.
_FRONT_MATTER = re.compile(
    r"""\A\ufeff?-{3}[ \t]*(?P<end>\r\n|\r|\n)
        (?P<yaml>.*?(?:\r\n|\r|\n))
        (?:-{3}|\.{3})[ \t]*(?:\r\n|\r|\n)""",
    re.DOTALL | re.VERBOSE,
)
_KEY = re.compile(r"^(?P<key>source|draft|of):(?:[ \t]+(?P<value>.*?))?(?:[ \t]+#.*)?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Pin:
    """What the front matter says, as written; ``line`` is where ``source`` stands, 1 where it does not.

    ``part`` is the id behind ``of``: the section of the English page that this page is about.
    """

    source: str = ""
    draft: str = ""
    of: str = ""
    line: int = 1
    part: str = ""

    @property
    def machine(self) -> bool:
        """Whether no human has read the text yet."""
        return self.draft == MACHINE

    @property
    def readable(self) -> bool:
        """Whether ``source`` is a blob id."""
        return bool(_ID.fullmatch(self.source))


@dataclass(frozen=True)
class Store:
    """What the repository around a course can answer; ``digits`` is the length of its ids."""

    found: bool = False
    shallow: bool = False
    digits: int = 40

    @property
    def cure(self) -> str:
        """What to do where an old text is missing."""
        if not self.found:
            return "there is no git repository here; clone the course instead of downloading it"
        if self.shallow:
            return "this clone is shallow; write 'git fetch --unshallow', in CI 'fetch-depth: 0' with 'filter: blob:none'"
        return "this repository has never had it; read these pages beside today's English and stamp them"


def blob_id(data: bytes, digits: int = 40) -> str:
    """The id that git gives these bytes with LF line ends: SHA-1, or SHA-256 for 64 digits (git-hash-object(1))."""
    data = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    new = hashlib.sha256 if digits == 64 else hashlib.sha1
    return new(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


def pin_of(yaml: str) -> Pin:
    """The pin in a front matter. Read line by line: a status over 25,000 pages has no time for a YAML parser."""
    found: dict[str, re.Match[str]] = {}
    for match in _KEY.finditer(yaml):
        found.setdefault(match["key"], match)
    values = {key: (match["value"] or "").strip("\"'") for key, match in found.items()}
    if "#" in values.get("of", ""):
        values["of"], _, values["part"] = values["of"].partition("#")
    if "source" not in found:
        return Pin(**values)
    values["source"] = values["source"].lower()
    return Pin(**values, line=yaml.count("\n", 0, found["source"].start()) + 2)


def pin_in(data: bytes) -> Pin:
    """The pin in the bytes of a page."""
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return Pin()
    found = _FRONT_MATTER.match(data.decode("utf-8", "replace"))
    return pin_of(_lf(found["yaml"])) if found else Pin()


def with_pin(text: str, keys: Mapping[str, str | None]) -> str:
    """A page with these keys of its pin written, or taken out where the value is None. All else stays as it is.

    The line ends of the text are kept, also in new lines. A page without front matter gets one.
    """
    found = _FRONT_MATTER.match(text)
    if not found:
        end = "\r\n" if "\r\n" in text else "\n"
        lines = [f"{key}: {value}{end}" for key, value in keys.items() if value is not None]
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{end}{''.join(lines)}---{end}{text.removeprefix(mark)}" if lines else text
    yaml, end = found["yaml"], found["end"]
    for key, value in keys.items():
        yaml = _with_key(yaml, key, value, end)
    if not yaml.strip():
        return text[found.end() :]
    return text[: found.start("yaml")] + yaml + text[found.end("yaml") :]


def _with_key(yaml: str, key: str, value: str | None, end: str) -> str:
    """One key of a front matter: its first place is filled, any other taken out, with the lines that continue it."""
    lines = re.findall(r".*?(?:\r\n|\r|\n)", yaml, re.DOTALL)
    kept: list[str] = []
    place, inside = None, False
    for line in lines:
        inside = bool(re.match(rf"{key}:(?:\s|$)", line)) or (inside and line[0] in " \t")
        if not inside:
            kept.append(line)
        elif place is None:
            place = len(kept)
    if value is not None:
        kept.insert(_next_place(kept) if place is None else place, f"{key}: {value}{end}")
    return "".join(kept)


def _next_place(lines: list[str]) -> int:
    """Behind the last key of a pin, else at the top."""
    return max((index + 1 for index, line in enumerate(lines) if line.startswith(tuple(f"{key}:" for key in KEYS))), default=0)


def parse_batch(output: bytes) -> dict[str, bytes]:
    """The blobs in what ``git cat-file --batch`` prints: a header ``ID TYPE SIZE``, the bytes, a line break."""
    found = {}
    place = 0
    while (end := output.find(b"\n", place)) >= 0:
        words = output[place:end].split()
        place = end + 1
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            if words[1] == b"blob":
                found[words[0].decode()] = output[place : place + size]
            place += size + 1
    return found


# ------------------------------------------------------------------------------------------------------------- git


def read_store(root: Path) -> Store:
    """What git says about the repository around a folder."""
    words = _git(root, "rev-parse", "--is-shallow-repository", "--show-object-format").split()
    if len(words) != 2:
        return Store()
    return Store(found=True, shallow=words[0] == b"true", digits=64 if words[1] == b"sha256" else 40)


def read_texts(root: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """The texts that the repository around a folder has, by blob id; one process for all of them."""
    wanted = sorted({name for name in ids if _ID.fullmatch(name)})
    if not wanted:
        return {}
    output = _git(root, "cat-file", "--batch", "--buffer", stdin="".join(f"{name}\n" for name in wanted).encode())
    found = parse_batch(output)
    return {name: found[name] for name in wanted if name in found}


def id_at(root: Path, path: str, revision: str) -> str:
    """The blob id of a file at a revision; empty where there is none. ``path`` is relative to ``root``."""
    return _git(root, "rev-parse", "--verify", "--quiet", f"{revision}:./{path}").decode().strip()


def earlier_ids(root: Path, path: str) -> list[str]:
    """The blob ids that a file has had under this path, newest first."""
    return [name for _, name in versions(root, path).get(path, [])]


_VERSIONS = ("log", "-z", "--raw", "--no-abbrev", "--no-renames", "--relative", "-m", "--first-parent")


def versions(root: Path, *folders: str) -> dict[str, list[tuple[int, str]]]:
    """Time (seconds since the epoch) and blob id of every version of the files in some folders, newest first."""
    found = parse_versions(_git(root, *_VERSIONS, "--format=commit %ct", "--", *folders))
    return {path: [(int(time), name) for time, name in entries] for path, entries in found.items()}


def commits(root: Path, folder: str) -> dict[str, str]:
    """The commit that brought each version of the files in a folder, by blob id: the first one, for a forge to compare with."""
    found = parse_versions(_git(root, *_VERSIONS, "--format=commit %H", "--", folder))
    return {name: commit for entries in found.values() for commit, name in entries}  # newest first, so the oldest stays


def parse_versions(output: bytes) -> dict[str, list[tuple[str, str]]]:
    """What ``git log`` prints for them: ``commit WORD``, then ``:MODE MODE ID ID LETTER`` and a path for each file.

    By path, the word and the id of each version.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    fields = iter(output.split(b"\0"))
    commit = ""
    for field in fields:
        word = field.strip(b"\n").decode("utf-8", "replace")
        if word.startswith("commit "):
            commit = word.split()[1]
        elif word.startswith(":"):
            path = next(fields).decode("utf-8", "surrogateescape")
            if (name := word.split()[3]).strip("0"):
                found.setdefault(path, []).append((commit, name))
    return found


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints in ``root``; nothing where there is no git, no repository, or no answer."""
    environment = {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command = ["git", "--no-replace-objects", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False).stdout
    except OSError:
        return b""


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
