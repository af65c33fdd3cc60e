"""Runs ``diglot`` and ``mkdocs`` in children of a process that has loaded everything already, a second sooner each.

That process is a server of its own: the one that runs the tests has threads, and a fork of it may wait for them for ever.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import diglot.__main__
import diglot.build
import mkdocs.__main__

_CONTEXT = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
if sys.platform != "win32":
    _CONTEXT.set_forkserver_preload([__name__])


def run(root: Path, program: str, *arguments: str, **env: str) -> tuple[int, str]:
    """The exit code of a program, and what it has said."""
    said = root.parent / "said"
    process = _CONTEXT.Process(target=_child, args=(root, said, program, arguments, env))
    process.start()
    process.join()
    return process.exitcode, said.read_text("utf-8")


def _child(root: Path, said: Path, program: str, arguments: tuple[str, ...], env: dict[str, str]) -> None:
    os.chdir(root)
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000", **env}
    sys.stdout = sys.stderr = said.open("w", encoding="utf-8")
    {"diglot": diglot.__main__.main, "mkdocs": mkdocs.__main__.cli}[program](list(arguments))
