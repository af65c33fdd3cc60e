"""A site appears whole or not at all.

It is built beside the old one and takes its place in one step once the end was reached and nothing failed. Until then,
and after every failure, the old site stays as it was::

    site/          what is served
    .site.new/     what is being built; left behind by a build that was killed, cleaned by the next
    .site.lock     held by the one build that may write

Linux and macOS exchange two folders atomically (renameat2(2) with RENAME_EXCHANGE, renamex_np(2) with RENAME_SWAP).
Elsewhere, and on file systems that cannot, two renames do it, and the next build puts back what a kill between them left.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

from filelock import FileLock, Timeout

_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD


class CannotPublish(Exception):
    """The message says why, and what to do."""


class Staging:
    """The folder in which a site is built until it takes the place of ``target``."""

    def __init__(self, target: Path) -> None:
        self.target = Path(os.path.realpath(target))
        self.new = self.target.with_name(f".{self.target.name}.new")
        self.old = self.target.with_name(f".{self.target.name}.old")
        self._lock = FileLock(self.target.with_name(f".{self.target.name}.lock"))

    def begin(self) -> None:
        """Take the lock and an empty folder. ``CannotPublish`` if another build has the lock, or nothing can be written."""
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
            self._recover()
            shutil.rmtree(self.new, ignore_errors=True)
            self.new.mkdir()
        except Timeout:
            message = f"another build is writing {self.target}; wait for its end, or build into another folder with --site-dir"
            raise CannotPublish(message) from None
        except OSError as error:
            self._lock.release()
            raise CannotPublish(f"{self.target} cannot be written: {error}") from error

    def finish(self) -> None:
        """Put the new site in the place of the old one."""
        try:
            if not self.target.exists():
                self.new.rename(self.target)
            elif not exchange(self.new, self.target):
                self.target.rename(self.old)
                self.new.rename(self.target)
        except OSError as error:
            self._recover()
            raise CannotPublish(f"the site was built, but it cannot take the place of {self.target}: {error}") from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Leave the old site as it is, and remove what was built."""
        if self._lock.is_locked:
            shutil.rmtree(self.new, ignore_errors=True)  # what is left, the next build removes
            shutil.rmtree(self.old, ignore_errors=True)
            self._lock.release()

    def _recover(self) -> None:
        """After a kill between the two renames the site is under its other name."""
        if self.old.exists() and not self.target.exists():
            self.old.rename(self.target)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return library.renamex_np(*paths, ctypes.c_uint(_SWAP)) == 0
    if hasattr(library, "renameat2"):
        return library.renameat2(_HERE, paths[0], _HERE, paths[1], ctypes.c_uint(_SWAP)) == 0
    return False
