"""What git knows about the files of a folder: when each was added and last changed, and by whom.

    history = read_history(Path("."), "docs")
    history.pages["docs/de/index.md"].authors  # ("Ana Ruiz", "Li Wei")

One ``git log`` pass answers for every page: its bytes become ``Commit`` records (``parse_log``), the records are
followed through renames (``trace``) and summed up (``change``). These three are pure; only ``_git`` starts a process.

Rules, where git leaves a choice:

- A path that was deleted and added again is the same page, as it is for ``git log --follow``. A path that its file has
  moved away from is not: whatever appears there next is a new page.
- Dates are committer dates: when a change arrived in this history, not when its author first wrote it.
- A merge counts for the files that none of its parents has. For the others it does not: telling a resolved conflict
  from a clean merge takes repeating the merge, for which git would write into the repository.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Literal

log = logging.getLogger("mkdocs.plugins.diglot.history")

LATEST = 253402300799  # seconds: the end of the year 9999, where datetime ends; git goes on

# Each line: one key that a user may have set and that would change what follows.
CONFIG = (
    "core.quotepath=off",
    "core.commentChar=#",  # a trailer that begins with this character is no trailer
    "log.showRoot=true",
    "log.showSignature=false",
    "trailer.separators=:",
    "mailmap.file=",
    "mailmap.blob=",
)

LOG = (
    "log",
    "-z",
    "--topo-order",  # parents come before their children, whatever their clocks said
    "--reverse",
    "--name-status",
    "-c",  # for a merge, the files that differ from every parent
    "--combined-all-paths",
    "--no-rename-empty",  # two empty pages have nothing in common
    "-l1000",  # git's own limit since 2.34
    "--no-relative",
    "--no-ext-diff",
    "--encoding=UTF-8",
    "--format=commit %ct%n%P%n%an <%ae>%n%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)",
)

# Set by git for its hooks: they name the repository of the hook, which need not be the one asked about.
HOOK_VARIABLES = (
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_WORK_TREE",
)

CONTACT = re.compile(r"[^<>]*<[^<>]*>")  # what `git check-mailmap` accepts: it stops at the first line of another shape
ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class Change:
    """What is known of one file.

    ``first`` and ``last`` are in UTC, ``first <= last``. ``authors`` are names, never addresses: who made most commits
    comes first, and among equals who came first. It is empty where every commit was signed with an address only.
    """

    first: datetime
    last: datetime
    authors: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """``pages``: the files that the current commit has, by path relative to the root (``docs/de/index.md``)."""

    pages: dict[str, Change]


@dataclass(frozen=True)
class Step:
    """What a commit did to one file; ``old`` and ``new`` differ only in a move. A move may change the text as well."""

    kind: Literal["add", "edit", "move"]
    old: str
    new: str


@dataclass(frozen=True)
class Commit:
    """``time`` in seconds since the epoch; ``contacts`` as written, ``Name <address>``, the author first."""

    time: int
    contacts: tuple[str, ...]
    steps: tuple[Step, ...]
    merge: bool = False


class NoAnswer(Exception):
    """git is not there, or it stopped with an error; the message says which."""


def read_history(root: Path, folder: str) -> History | None:
    """Return the history of the files under ``root / folder``; ``folder`` is a posix path, ``.`` for all of them.

    None where dates and authors would be missing or lies: no git, no repository, no commit, a shallow clone. One
    INFO line then says which.
    """
    try:
        return History(_read_pages(root, folder))
    except NoAnswer as reason:
        log.info("Dates and authors are left out: %s", reason)
        return None


def commit_time(root: Path) -> int | None:
    """Return the committer date of HEAD, in seconds since the epoch; None where there is none. Shallow is enough."""
    try:
        return _seconds(_git(root, "log", "-1", "--format=%ct", "HEAD").strip())
    except NoAnswer:
        return None


def parse_log(output: bytes) -> tuple[Commit, ...]:
    """Parse what ``git log`` prints with the options of ``LOG``: oldest commit first, NUL after every field.

    A header is one field, ``commit SECONDS``, the parents, the author and the co-authors on a line each. The files
    follow it: a status and a path; two paths after a rename; in a merge a letter for each parent, then the path in
    each parent and in the merge (git-log(1), "combined diff format"). No field can be taken for another: headers
    and statuses stand only where a path cannot.
    """
    fields = iter(output.split(b"\0"))
    headers: list[tuple[int, list[str], tuple[str, ...]]] = []
    steps: list[list[Step]] = []
    for field in fields:
        word = field.strip(b"\n").decode("utf-8", "replace")  # git puts a line break before the first status
        if word.startswith("commit "):
            headers.append(_header(word))
            steps.append([])
        elif word:
            steps[-1] += _steps(word, len(headers[-1][1]), fields)
    return tuple(
        Commit(time, contacts, tuple(made), merge=len(parents) > 1)
        for (time, parents, contacts), made in zip(headers, steps, strict=True)
    )


def trace(commits: Iterable[Commit]) -> dict[str, list[Commit]]:
    """Return, for every path there ever was, the commits that touched its file, through renames; oldest commit first.

    The name that a file has left stays known: a branch that began before the rename goes on under the old name.
    """
    lives: dict[str, list[Commit]] = {}
    left: set[str] = set()
    for commit in commits:
        for step in commit.steps:
            life = _life(step, commit, lives, left)
            counts = step.kind != "move" or not commit.merge
            if counts and (not life or life[-1] is not commit):
                life.append(commit)
    return lives


def change(commits: Sequence[Commit], names: Mapping[str, str]) -> Change:
    """Sum up the commits that touched one file, at least one; ``names`` has a name for every contact, "" to omit it."""
    times = [commit.time for commit in commits]
    count: Counter[str] = Counter()
    for commit in sorted(commits, key=lambda commit: commit.time):
        count.update({names[contact]: 1 for contact in commit.contacts})
    authors = tuple(name for name, _ in count.most_common() if name)  # equals stay in the order of their first commit
    return Change(_moment(min(times)), _moment(max(times)), authors)


def display_name(contact: str) -> str:
    """Return the name in ``Name <address>``, without anything that looks like an address; "" when nothing is left."""
    name = ADDRESS.sub("", contact.partition("<")[0])
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _header(word: str) -> tuple[int, list[str], tuple[str, ...]]:
    first, parents, *contacts = word.split("\n")
    return _seconds(first.removeprefix("commit ").encode()), parents.split(), tuple(filter(None, contacts))


def _steps(status: str, parents: int, fields: Iterator[bytes]) -> Iterator[Step]:
    """Take the paths that belong to a status from ``fields``."""
    if parents > 1:
        *olds, new = [_path(next(fields)) for _ in range(parents + 1)]
        return _merge_steps(status, olds, new)
    paths = [_path(next(fields)) for _ in range(2 if status[0] == "R" else 1)]
    kinds: dict[str, Literal["add", "edit", "move"]] = {"A": "add", "M": "edit", "T": "edit", "R": "move"}
    return (Step(kinds[letter], paths[0], paths[-1]) for letter in status[0] if letter in kinds)


def _merge_steps(status: str, olds: list[str], new: str) -> Iterator[Step]:
    """A merge adds what no parent has, and moves what a parent has under another name (its folder was renamed)."""
    if set(status) == {"A"}:
        yield Step("add", new, new)
    for letter, old in zip(status, olds, strict=True):
        if letter == "R":
            yield Step("move", old, new)


def _life(step: Step, commit: Commit, lives: dict[str, list[Commit]], left: set[str]) -> list[Commit]:
    """Return the commits of the file that ``step`` touches; note in ``lives`` and ``left`` what it does to names."""
    known = step.new in lives and step.new not in left
    if step.kind == "move" and not (commit.merge and known):  # a merge may repeat what a side did
        lives[step.new] = lives.setdefault(step.old, [])
        left.add(step.old)
        left.discard(step.new)
    elif step.kind == "add" and step.new in left:
        lives[step.new] = []
        left.discard(step.new)
    return lives.setdefault(step.new, [])


def _seconds(field: bytes) -> int:
    """An unreadable date, which git prints as nothing, is the epoch."""
    return min(int(field or 0), LATEST)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _path(field: bytes) -> str:
    return field.decode("utf-8", "surrogateescape")  # as Python spells a file name that is not UTF-8


def _read_pages(root: Path, folder: str) -> dict[str, Change]:
    shallow, *prefix, head, _ = _git(root, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD").split(b"\n")
    if shallow != b"false":
        raise NoAnswer("this clone is shallow; write 'git fetch --unshallow', in CI 'fetch-depth: 0', to get the rest")
    top = _path(b"\n".join(prefix))
    mailmap = Path(root, *[".."] * top.count("/"), ".mailmap")
    return _pages_at(root, folder, top, head.decode(), mailmap.read_bytes() if mailmap.is_file() else b"")


@lru_cache(maxsize=4)  # a live preview asks after every edit, and hardly ever after a commit
def _pages_at(root: Path, folder: str, top: str, commit: str, _mailmap: bytes) -> dict[str, Change]:
    lives = trace(parse_log(_read_log(root, commit)))
    paths = _paths_in(_git(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit), top, folder)
    pages = {path: lives[top + path] for path in paths if lives.get(top + path)}
    names = _read_names(root, {contact for life in pages.values() for made in life for contact in made.contacts})
    return {path: change(life, names) for path, life in pages.items()}


def _paths_in(listing: bytes, top: str, folder: str) -> list[str]:
    """Return the paths of a NUL-terminated listing that lie in ``folder``, relative to ``top`` (``course/`` or "")."""
    paths = [_path(field) for field in listing.split(b"\0") if field]
    below = [path.removeprefix(top) for path in paths if path.startswith(top)]
    return [path for path in below if PurePosixPath(path).is_relative_to(folder)]


def _read_log(root: Path, commit: str) -> bytes:
    """Without old texts (``--filter=blob:none``) only moves that edit nothing are seen; none is fetched for this."""
    try:
        return _git(root, *LOG, "--find-renames=50%", commit)
    except NoAnswer as reason:
        output = _git(root, *LOG, "--find-renames=100%", commit)
        log.info("Files that were moved and edited in one commit are dated from the move: %s", reason)
        return output


def _read_names(root: Path, contacts: set[str]) -> dict[str, str]:
    """Return the name to show for each contact, by the repository's ``.mailmap``."""
    mappable = sorted(contact for contact in contacts if CONTACT.fullmatch(contact))
    answer = _git(root, "check-mailmap", "--stdin", stdin="".join(f"{contact}\n" for contact in mappable).encode())
    mapped = dict(zip(mappable, answer.decode("utf-8", "replace").split("\n"), strict=False))  # a last "" is left over
    return {contact: display_name(mapped.get(contact, contact)) for contact in contacts}


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git in ``root`` and return what it prints; ``NoAnswer`` when it cannot be started or fails."""
    settings = [part for setting in CONFIG for part in ("-c", setting)]
    command = ["git", "--no-replace-objects", "-C", str(root), *settings, *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, env=_environment(os.environ), check=True)
    except OSError as error:
        raise NoAnswer(f"git cannot be started ({error.strerror})") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode("utf-8", "replace").splitlines()
        raise NoAnswer(lines[0] if lines else f"git ended with status {error.returncode}") from error
    return done.stdout


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for git: no lock, no request to a remote (no protocol has that name), English."""
    kept = {name: value for name, value in variables.items() if name not in HOOK_VARIABLES}
    return kept | {"GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "LC_ALL": "C"}
