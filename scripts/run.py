"""Make the environment, then run a verb in it.

    python3 scripts/run.py VERB [ARGUMENT ...]

    build [ARGUMENT ...]   the whole site into site/: what `mkdocs build --strict` makes, all languages at once
    build --answer-free    the same without marks and answers, for use in class
    serve [ARGUMENT ...]   a local site that follows your edits
    test [ARGUMENT ...]    the tests, with a browser found or installed for them; arguments go to pytest
    benchmark NAME [...]   measure: build, preview, reader, status; `benchmark build --help` says how
    lock [ARGUMENT ...]    compile requirements.lock anew from pyproject.toml; arguments go to uv
    VERB [ARGUMENT ...]    every other verb is one of `diglot`: check, status, diff, start, stamp, mv ...

Examples:

    python3 scripts/run.py build
    python3 scripts/run.py check docs/de --fix
    python3 scripts/run.py test tests/test_quiz.py -k hints
    python3 scripts/run.py test --long
    python3 scripts/run.py lock --upgrade
    python3 scripts/run.py --help      this page
    python3 scripts/run.py diglot      the verbs of diglot

It needs git and Python 3.11 or newer with pip, nothing else: the packages of requirements.lock go into .venv, and uv,
where it is not there in the locked version, into .tools. Both are made again when requirements.lock, pyproject.toml or
the interpreter changes, and can be deleted at any time. Paths are relative to the repository's root, from wherever this
is called. The exit code is the verb's own; 1 if the environment cannot be made.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

OLDEST_PYTHON = (3, 11)

COMPILE = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),  # A lock is good for every mirror.
    *("--custom-compile-command", "python3 scripts/run.py lock"),  # The header must not differ by who ran it.
)
LOCK = (*COMPILE, "pyproject.toml", "--group", "tools", "--group", "test", "--output-file", "requirements.lock")
LOCK_PEERS = (  # What benchmarks compare with has an environment of its own, with the same versions where both have a package.
    *(*COMPILE, "--group", "pyproject.toml:benchmarks", "--constraints", "requirements.lock"),
    *("--output-file", "scripts/benchmarks/requirements.lock"),
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
WINDOWS_BROWSERS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe")
BROWSED = {("benchmark", "preview"), ("benchmark", "reader")}  # beside the tests
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

PLAYWRIGHT_BROWSER = """\
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class Stop(Exception):
    """Why nothing can be run and what to do about it: one sentence for the reader, never a traceback."""


@dataclass(frozen=True)
class World:
    """All that the decisions below look at, so that a test can hand them another machine."""

    root: Path  # the repository
    env: Mapping[str, str]
    system: str  # as in sys.platform
    admin: bool  # may install packages of the system
    python: str  # the interpreter that .venv is made with
    version: str  # of that interpreter, with its build
    which: Callable[[str], str | None]
    run: Callable[[Sequence[str]], int]  # shows what the command prints, gives its exit code
    read: Callable[[Sequence[str]], str | None]  # gives what the command prints, None if it fails


def main(arguments: Sequence[str]) -> int:
    """Run a verb; on POSIX its process takes the place of this one, so this returns only after a failure."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__, end="")
        return 0 if arguments else 2
    try:
        world = this_machine()
        os.chdir(world.root)
        command, env = prepare(world, *arguments)
        return hand_over(command, env, world.system)
    except Stop as stop:
        return _say(str(stop), 1)
    except OSError as error:
        return _say(f"{error}; mend that and run the command again.", 1)
    except KeyboardInterrupt:
        return _say("stopped; the next run begins again where it must.", 130)


def this_machine() -> World:
    """Describe the machine that we are on."""
    python = _base_python()

    def run(command: Sequence[str]) -> int:
        # Standard output belongs to the verb, which may print JSON for a machine.
        return subprocess.run(command, env=setup_environment(os.environ), stdout=sys.stderr, check=False).returncode

    def read(command: Sequence[str]) -> str | None:
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    return World(
        root=Path(__file__).resolve().parent.parent,
        env=os.environ,
        system=sys.platform,
        admin=hasattr(os, "geteuid") and os.geteuid() == 0,
        python=python,
        version=f"{sys.version} {sys.platform} {platform.machine()}",
        which=shutil.which,
        run=run,
        read=read,
    )


def prepare(world: World, verb: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Make whatever a verb needs; give its command and its environment."""
    if verb == "lock":  # It makes what .venv is made from, so it must not need one.
        uv = str(provide_uv(world))
        if world.run([uv, *LOCK, *arguments]) != 0:
            raise Stop("requirements.lock could not be compiled; see the message of uv above.")
        return [uv, *LOCK_PEERS, *arguments], dict(world.env)
    command = command_for(world, verb, *arguments)
    wanted = stamp(world)
    if not is_ready(world, wanted):
        set_up(world, wanted)
    browser = provide_browser(world) if verb == "test" or (verb, *arguments[:1]) in BROWSED else {}
    return command, environment_for(world, verb, *arguments) | browser


def command_for(world: World, verb: str, *arguments: str) -> list[str]:
    """Give the command that a verb stands for."""
    if verb == "build":
        passed = [argument for argument in arguments if argument != "--answer-free"]
        return [program(world, "diglot"), "build", *passed]
    if verb == "test":
        return [program(world, "python"), "-m", "pytest", *arguments]
    if verb == "benchmark":
        name, *passed = arguments or ("build", "--help")
        return [program(world, "python"), "-m", f"benchmarks.{name}", *passed]
    if verb == "diglot":
        return [program(world, "diglot"), *(arguments or ["--help"])]
    return [program(world, "diglot"), verb, *arguments]


def environment_for(world: World, verb: str, *arguments: str) -> dict[str, str]:
    """Give a verb's environment; what the caller has set stays as it is."""
    ours = {
        "NO_MKDOCS_2_WARNING": "1",  # Material's notice about MkDocs 2 would hide our own first lines.
        "PYTHONUTF8": "1",  # Titles in every script must print on a Windows console too.
    }
    if verb == "build":
        ours |= {"SOURCE_DATE_EPOCH": time} if (time := last_commit_time(world)) else {}
        ours |= {"DIGLOT_ANSWER_FREE": "true"} if "--answer-free" in arguments else {}
    theirs = {name: value for name, value in world.env.items() if value or name not in ours}
    return ours | theirs


def last_commit_time(world: World) -> str | None:
    """Give the last commit's time in seconds since 1970, None without git or history: same commit, same bytes."""
    return world.read(["git", "-C", str(world.root), "log", "-1", "--format=%ct"])


def hand_over(command: Sequence[str], env: Mapping[str, str], system: str) -> int:
    """Let the command take our place, so that signals and the exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if system != "win32":
        os.execve(command[0], command, env)
    process = subprocess.Popen(command, env=env)  # Windows would return to the shell at an exec.
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the command too; it says when it has ended.


# The environment: .venv


def program(world: World, name: str) -> str:
    """Give the path of a program in .venv."""
    return str(world.root / ".venv" / _bin(world.system) / _exe(world.system, name))


def stamp(world: World) -> str:
    """Give the digest of all that .venv depends on; the folder too, because programs in it name it."""
    parts = [_read(world.root / name) for name in ("requirements.lock", "pyproject.toml")]
    return hashlib.sha256("\0".join([*parts, world.version, str(world.root)]).encode()).hexdigest()


def is_ready(world: World, wanted: str) -> bool:
    """Tell whether .venv was made whole from the same things and still stands."""
    path = stamp_path(world)
    programs = [Path(program(world, name)) for name in ("python", "mkdocs", "diglot")]
    return path.is_file() and path.read_text("utf-8") == wanted and all(path.exists() for path in programs)


def stamp_path(world: World) -> Path:
    """Give the path of the file that says what .venv was made from."""
    return world.root / ".venv" / "diglot-stamp"


def set_up(world: World, wanted: str) -> None:
    """Make .venv anew. The stamp comes last: without it the next run begins again. After a failure the old one is back."""
    _say("making .venv from requirements.lock ...")
    uv = str(provide_uv(world))
    venv, old = world.root / ".venv", world.root / ".venv.old"
    if old.exists():
        _remove(venv)  # an earlier attempt was cut short
    elif venv.exists():
        venv.rename(old)
    for arguments in setup_steps(world):
        if world.run([uv, *arguments]) != 0:
            _remove(venv)
            if old.exists():
                old.rename(venv)
            raise Stop("uv could not make .venv; see its message above, check the network and run the command again.")
    stamp_path(world).write_text(wanted, "utf-8")
    _remove(old)


def setup_steps(world: World) -> list[list[str]]:
    """Give what uv is asked to do, in order."""
    lock = str(world.root / "requirements.lock")
    at = ["--python", program(world, "python")]
    whole = ["--require-hashes", "--no-build"]  # A package that comes as source would fetch tools no lock names.
    return [
        ["venv", "--no-project", "--python", world.python, str(world.root / ".venv")],
        ["pip", "sync", *at, *whole, "--compile-bytecode", lock],  # else, where nothing may be written later, at every start
        ["pip", "install", *at, "--no-deps", "--no-build-isolation", "--editable", str(world.root)],
    ]


def setup_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Give the environment for pip and uv: personal settings that point them at another target are overruled."""
    kept = {name: value for name, value in env.items() if name not in ("UV_SYSTEM_PYTHON", "VIRTUAL_ENV")}
    return kept | {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"}


# The tool that makes it: uv


def provide_uv(world: World) -> Path:
    """Find uv in the locked version, or install it."""
    entry = lock_entry(_read(world.root / "requirements.lock"), "uv")
    return find_uv(world, version_of(entry)) or install_uv(world, entry)


def find_uv(world: World, version: str) -> Path | None:
    """Give the uv on PATH or in .tools; another version might make another environment, so it does not count."""
    for path in filter(None, [world.which("uv"), *map(str, _installed_uv(world))]):
        if re.match(rf"uv {re.escape(version)}(\s|$)", world.read([path, "--version"]) or ""):
            return Path(path)
    return None


def install_uv(world: World, entry: str) -> Path:
    """Install uv from its entry in the lock into .tools, with pip, which checks the hashes."""
    version = version_of(entry)
    if world.read([world.python, "-m", "pip", "--version"]) is None:
        raise Stop(
            f"{world.python} has no pip; install it (Debian and Ubuntu: apt-get install python3-pip) "
            f"or put uv {version} on PATH, and run the command again."
        )
    tools = world.root / ".tools"
    _remove(tools)
    tools.mkdir()
    requirement = tools / "uv.txt"
    requirement.write_text(entry + "\n", "utf-8")
    options = ["--quiet", "--quiet", "--require-hashes", "--no-deps", "--target", str(tools)]
    failed = world.run([world.python, "-m", "pip", "install", *options, "--requirement", str(requirement)]) != 0
    if failed or not (uv := find_uv(world, version)):
        raise Stop(
            f"pip could not install uv {version} into .tools; see its message above, check the network and run the command again."
        )
    return uv


def lock_entry(lock: str, name: str) -> str:
    """Give a package's entry in the text of a lock: its version and its hashes, without the comments."""
    entry = re.search(rf"^{re.escape(name)}==.*(?:(?<=\\)\n.*)*", lock, re.MULTILINE)
    if not entry or "--hash=" not in entry[0]:
        raise Stop(f"requirements.lock has no entry `{name}==...` with hashes; take the file as it is in git.")
    return entry[0]


def version_of(entry: str) -> str:
    """Give the version in an entry of a lock."""
    return re.split(r"[\s;\\]", entry.partition("==")[2], maxsplit=1)[0]


# The browser for the tests


def provide_browser(world: World) -> dict[str, str]:
    """Find a browser, or install one; give what the tests need to know of it. Tests are never skipped for want of one.

    An empty answer means that playwright has a browser of its own.
    """
    if named := world.env.get("DIGLOT_CHROMIUM"):
        if not (found := world.which(named)):
            raise Stop(f"DIGLOT_CHROMIUM is {named}, which is no program; correct it, or unset it to have one found.")
        return {"DIGLOT_CHROMIUM": found}
    if found := find_browser(world):
        return {"DIGLOT_CHROMIUM": found}
    if has_playwright_browser(world):
        return {}
    if installed := install_with_apt(world):
        return {"DIGLOT_CHROMIUM": installed}
    _say("installing Chromium with playwright, for the tests ...")
    if world.run([program(world, "python"), "-m", "playwright", "install", "chromium"]) == 0:
        return {}
    raise Stop(
        "the tests need Chromium and it could not be installed; "
        "install Chromium or Google Chrome, or set DIGLOT_CHROMIUM to the path of one, and run the command again."
    )


def find_browser(world: World) -> str | None:
    """Give the first browser on PATH or at its usual place."""
    names = [*BROWSERS, *app_paths(world)]
    return next(filter(None, map(world.which, names)), None)


def app_paths(world: World) -> list[str]:
    """Give the places where a browser's installer puts it when it does not put it on PATH."""
    if world.system == "darwin":
        return [*MAC_BROWSERS, *(f"{world.env.get('HOME', '')}{path}" for path in MAC_BROWSERS)]
    if world.system == "win32":
        folders = [world.env[name] for name in WINDOWS_FOLDERS if name in world.env]
        return [rf"{folder}\{path}" for path in WINDOWS_BROWSERS for folder in folders]
    return []


def has_playwright_browser(world: World) -> bool:
    """Tell whether an earlier run (or the reader) installed playwright's browser."""
    path = world.read([program(world, "python"), "-c", PLAYWRIGHT_BROWSER])
    return bool(path and world.which(path))


def install_with_apt(world: World) -> str | None:
    """Install Debian's browser where we may; give its path, None if that is not possible here."""
    prefix = apt_prefix(world)
    if prefix is None:
        return None
    _say("installing Chromium with apt-get, for the tests ...")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]  # `env`, because sudo drops variables
    world.run([*apt, "update"])  # One broken source of many fails it; the install says whether that matters.
    world.run([*apt, "install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"])
    return find_browser(world)


def apt_prefix(world: World) -> list[str] | None:
    """Give what apt-get must be called with to be allowed to install, None if it may not."""
    if not world.which("apt-get"):
        return None
    if world.admin:
        return []
    may_sudo = world.which("sudo") and world.read(["sudo", "-n", "true"]) is not None
    return ["sudo", "-n"] if may_sudo else None


# Small things


def _base_python() -> str:
    """Give the interpreter under a virtual environment: that one may be .venv itself, which is about to be deleted."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _bin(system: str) -> str:
    return "Scripts" if system == "win32" else "bin"


def _exe(system: str, name: str) -> str:
    return f"{name}.exe" if system == "win32" else name


def _installed_uv(world: World) -> list[Path]:
    """Give the places in .tools where pip puts uv: `bin` also on Windows, but for newer versions of pip perhaps not."""
    name = _exe(world.system, "uv")
    return [world.root / ".tools" / folder / name for folder in ("bin", "Scripts")]


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _say(sentence: str, code: int = 0) -> int:
    print(f"run.py: {sentence}", file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    if sys.version_info[:2] < OLDEST_PYTHON:
        sys.exit("run.py: Python 3.11 or newer is needed; run this with such a one, as in `python3.11 scripts/run.py`.")
    sys.exit(main(sys.argv[1:]))
