"""What earlier builds found out, so that the next one need not.

One SQLite file, ``.cache/diglot.sqlite`` in the course, holds answers as compressed JSON under the digest of *everything*
that went into them: the question's own arguments, the code of this package, the versions of all installed ones. A change in
any of them is another key, so nothing ever has to be invalidated. An answer carries its own digest: one that was damaged is
not there, and a file that is no database any more is made anew. Deleting the file costs time and nothing else.

Several builds and the processes of one may use it at once; what SQLite cannot write in its time is not kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

FILE = ".cache/diglot.sqlite"
LARGEST = 512 * 1024 * 1024  # bytes of answers; beyond it the ones longest unused go

_WAIT = 10  # seconds for another process to finish its writing
_HOUR = 3600
_TABLE = "CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, used INTEGER, value BLOB) WITHOUT ROWID"

T = TypeVar("T")


class Cache:
    """Answers by key. Without a file nothing is kept, and every question is asked again."""

    def __init__(self, file: Path | None = None, largest: int = LARGEST) -> None:
        self.file, self.largest = file, largest
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None
        self._pid = 0

    def answer(self, kind: str, inputs: Iterable[Any], make: Callable[[], T]) -> T:
        """The answer to a question. ``inputs`` is all that it depends on besides code and versions; JSON holds both."""
        key = self._key(kind, inputs)
        found = self._kept(key)
        if found is None:
            found = make()
            self._keep(key, found)
        return found

    def get(self, kind: str, inputs: Iterable[Any]) -> Any:
        """The answer that was kept; None if there is none."""
        return self._kept(self._key(kind, inputs))

    def put(self, kind: str, inputs: Iterable[Any], answer: Any) -> None:
        """Keep an answer."""
        self._keep(self._key(kind, inputs), answer)

    def _key(self, kind: str, inputs: Iterable[Any]) -> bytes:
        return _digest(kind, engine(), *inputs) if self.file else b""

    def _kept(self, key: bytes) -> Any:
        found = self._read(key) if self.file else None
        if found is None:
            return None
        return json.loads(zlib.decompress(found))

    def _keep(self, key: bytes, answer: Any) -> None:
        if self.file:
            text = json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
            self._new[key] = zlib.compress(text, 1)  # pages to a quarter, sooner than a disk writes them

    def save(self) -> None:
        """Write what is new, and forget what is too much. A cache that cannot be written is no fault of the build."""
        if self.file is None:
            return
        now = int(time.time())
        rows = [(key, now, _sealed(key, value)) for key, value in self._new.items()]
        seen = [(now, key) for key in self._used]
        if not rows and not seen:
            return
        try:
            database = self._open()
            with database:
                database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)
                database.executemany("UPDATE answers SET used = ? WHERE key = ?", seen)
                _forget(database, self.largest)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        self._new.clear()
        self._used.clear()

    def close(self) -> None:
        """Save, and let the file go."""
        self.save()
        if self._connection and self._pid == os.getpid():
            self._connection.close()
        self._connection = None

    def _read(self, key: bytes) -> bytes | None:
        if key in self._new:
            return self._new[key]
        try:
            question = "SELECT value, used < ? FROM answers WHERE key = ?"
            row = self._open().execute(question, (time.time() - _HOUR, key)).fetchone()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return None
        if row and row[1]:
            self._used.add(key)
        return _unsealed(key, row[0]) if row else None

    def _open(self) -> sqlite3.Connection:
        """One connection a process: a child must not use its parent's."""
        if self._connection is None or self._pid != os.getpid():
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # A preview's requests have threads, of which one works at a time.
            self._connection = sqlite3.connect(self.file, timeout=_WAIT, check_same_thread=False)
            self._pid = os.getpid()
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = OFF")  # a damaged answer is noticed
            self._connection.execute(_TABLE)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        """Nothing is read or written any more. A file that is damaged goes, so that the next build begins a new one."""
        if self._connection and self._pid == os.getpid():
            self._connection.close()
        if not isinstance(error, (sqlite3.OperationalError, OSError)):  # those say that it is busy, read-only, or the disk full
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self.file.with_name(f"{self.file.name}{end}").unlink(missing_ok=True)
        self._connection, self.file = None, None


NO_CACHE = Cache()


@cache
def engine() -> str:
    """The digest of what answers besides the inputs: this package's code, Python, and the versions of all packages."""
    code = Path(__file__).parent
    files = sorted(path for path in code.rglob("*") if path.is_file() and path.suffix != ".pyc")
    versions = sorted({path.name for folder in sys.path for path in Path(folder or ".").glob("*.dist-info")})
    own = [[path.relative_to(code).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()] for path in files]
    return digest(sys.version, versions, own)


def plain(value: Any) -> Any:
    """A value of a configuration as JSON holds it: functions and classes by their names, objects by what they hold."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    return [f"{type(value).__module__}.{type(value).__qualname__}", plain(getattr(value, "__dict__", str(value)))]


def digest(*inputs: Any) -> str:
    """The digest of values that JSON holds, or that ``plain`` makes so: 64 hexadecimal digits."""
    return _digest(*inputs).hex()


def text_digest(text: str) -> str:
    """The digest of one text. For a long one sooner than ``digest``, which writes it as JSON first."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(*inputs: Any) -> bytes:
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, default=plain)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _sealed(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest() + value


def _unsealed(key: bytes, row: Any) -> bytes | None:
    """The value of a row; None for one that is not as it was written, or not the answer to this question."""
    if not isinstance(row, bytes) or hashlib.sha256(key + row[32:]).digest() != row[:32]:
        return None
    return row[32:]


def _forget(database: sqlite3.Connection, largest: int) -> None:
    size = "SELECT coalesce(sum(length(value)), 0) FROM answers"
    if database.execute(size).fetchone()[0] <= largest:
        return
    totals = "SELECT key, sum(length(value)) OVER (ORDER BY used DESC, key) AS total FROM answers"
    database.execute(f"DELETE FROM answers WHERE key NOT IN (SELECT key FROM ({totals}) WHERE total <= ?)", (largest,))
