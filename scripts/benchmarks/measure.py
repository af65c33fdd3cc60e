"""One run of a command, measured: wall and processor time, and the most memory that it and its processes held together.

Processor time is what the system counts for the process and for all that it has waited for (``wait4``). Memory is sampled: the
sum of the proportional set sizes (PSS) of the process and its descendants, where a page that several share counts once.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_INTERVAL = 0.05  # seconds between two samples of memory


@dataclass(frozen=True)
class Measure:
    """Seconds of wall and processor time, bytes of memory at most, bytes written."""

    wall: float
    cpu: float
    memory: int
    out: int = 0


class Failed(Exception):
    """A command that ends with another code than 0; the message is the end of what it said."""


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None, out: Path | None = None) -> Measure:
    """Run a command to its end; ``out`` is the folder whose files it writes."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env={**_env(), **(env or {})}, stdout=said, stderr=subprocess.STDOUT)
        memory = _Memory(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = memory.stop()
        if process.returncode:
            said.seek(0)
            end = said.read()[-3000:].decode(errors="replace")
            raise Failed(f"{' '.join(command)} in {cwd} ends with {process.returncode}:\n{end}")
    return Measure(wall, used.ru_utime + used.ru_stime, peak, size(out) if out else 0)


def _env() -> dict[str, str]:
    """This process's environment; Python keeps what it compiles, as it does where nobody forbids it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


class _Memory:
    """Looks at the memory of a process and its descendants again and again, in a thread."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(psutil.Process(pid),), daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The most that was seen, in bytes."""
        self._over.set()
        self._thread.join()
        return self.peak

    def _watch(self, process: psutil.Process) -> None:
        while not self._over.wait(_INTERVAL):
            self.peak = max(self.peak, _held(process))


def _held(process: psutil.Process) -> int:
    """Bytes held now; a process that has just ended holds none."""
    try:
        tree = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    held = 0
    for one in tree:
        try:
            info = one.memory_full_info()
        except psutil.Error:
            continue
        held += getattr(info, "pss", info.uss)  # only Linux knows the share of a process in what several hold
    return held
