"""A course that is written whole or not at all.

Everything is written into a folder beside the destination, which then takes its place. What else lies in the destination
(``.git``, ``site``) moves over. A page that was edited after an earlier import is never overwritten without being asked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from diglot.mdx.report import REPORT, files_in
from diglot.pins import blob_id


class CannotWrite(ValueError):
    """The message says why, and what to do."""


def write_whole(dest: Path, files: Mapping[str, bytes], *, overwrite: bool = False) -> bool:
    """Put these files (path → bytes) at ``dest``; returns whether anything changed."""
    before = dest.with_name(f".{dest.name}.before")
    _recover(dest, before)
    former = _former(dest)
    if former is not None:
        edited = [
            path for path, name in former.items() if (dest / path).is_file() and blob_id((dest / path).read_bytes()) != name
        ]
        if edited and not overwrite:
            more = f" and {len(edited) - 3} more" if len(edited) > 3 else ""
            raise CannotWrite(
                f"{', '.join(sorted(edited)[:3])}{more} changed since the last import; keep them elsewhere, or add --overwrite"
            )
        if former.keys() == files.keys() - {REPORT} and all(
            (dest / path).is_file() and (dest / path).read_bytes() == data for path, data in files.items()
        ):
            return False
    beginning = f".{dest.name}.new-"
    for left in [folder for folder in dest.parent.iterdir() if folder.name.startswith(beginning)]:
        shutil.rmtree(left, ignore_errors=True)  # of an import that was killed
    new = Path(tempfile.mkdtemp(prefix=beginning, dir=dest.parent))
    try:
        _write(new, files)
        if former is None:
            new.chmod(0o755)
            if dest.exists():
                dest.rmdir()
            new.rename(dest)
        else:
            _replace(dest, new, before, former)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return True


def _former(dest: Path) -> dict[str, str] | None:
    """What an earlier import wrote; None where there was none."""
    if not dest.exists():
        return None
    report = dest / REPORT
    if report.is_file():
        return files_in(report.read_text("utf-8"))
    if not dest.is_dir() or any(dest.iterdir()):
        raise CannotWrite(f"{dest} is there and is no earlier import; name a folder that is new or empty")
    return None


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _replace(dest: Path, new: Path, before: Path, former: Mapping[str, str]) -> None:
    """Exchange two folders; what the earlier import did not write moves to the new one."""
    new.chmod(dest.stat().st_mode & 0o777)
    dest.rename(before)
    new.rename(dest)
    _move_over(before, dest, former)


def _recover(dest: Path, before: Path) -> None:
    """Go on where an import was stopped: between its two renames, or before everything had moved over."""
    if before.exists() and not dest.exists():
        before.rename(dest)
    elif before.exists():
        _move_over(before, dest, _former(before) or {})


def _move_over(before: Path, dest: Path, former: Mapping[str, str]) -> None:
    """What the earlier import did not write moves to the new folder; the old one goes."""
    ours = {*former, REPORT}
    for folder, names, files in os.walk(before):
        relative = Path(folder).relative_to(before)
        for name in [*names]:
            path = (relative / name).as_posix()
            if not any(own.startswith(f"{path}/") for own in ours):
                names.remove(name)
                if not (dest / path).exists():
                    (Path(folder) / name).rename(dest / path)
        for name in files:
            path = (relative / name).as_posix()
            if path not in ours and not (dest / path).exists():
                (dest / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / name).rename(dest / path)
    shutil.rmtree(before, ignore_errors=True)
