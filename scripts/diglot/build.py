"""``diglot build``: the languages at the same time, and only those of which something changed.

Each language is built by MkDocs as static-i18n would build it, alone, in a process that inherits the course as the parent has
read and checked it; the parent writes what belongs to the whole site. The site is byte for byte that of ``mkdocs build``,
which builds the languages one after the other and stays the truth (``tests/test_build.py``).

A language whose inputs are those of its last build (``kept.py``) is taken from the site that stands, file by file, as far as
each is still what it was. So machines can share the work: each builds a shard of the languages, with a record of what it
built from what, and a last build takes from the shards the languages that it would have built the same.

Where processes cannot be forked (Windows; macOS, whose system libraries do not bear it) the languages are built one after the
other.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import sys
import threading
import time
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from mkdocs import utils
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException

from diglot import kept
from diglot.alone import build_alone
from diglot.alternates import folder
from diglot.cache import Cache, digest
from diglot.check import check_pages
from diglot.languages import SOURCE
from diglot.listing import Listed
from diglot.pages import Course
from diglot.parity import check_translations
from diglot.plugin import NOT_FOUND, DiglotPlugin
from diglot.states import Survey

log = logging.getLogger("mkdocs.plugins.diglot")

RECORD = "shard.sqlite"  # in the folder of a shard, beside its files

_POLL = 0.05  # seconds
_TOLD_BY_PARENT = ("Cleaning site directory", "Building documentation to directory", "Documentation built in")


@dataclass(frozen=True)
class Built:
    """What the build of one language leaves to the parent. ``said``: logger, level and text of what it logged."""

    lang: str
    listed: list[Listed]
    not_found: str
    files: dict[str, str]
    said: list[tuple[str, int, str]]
    failed: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Built:
        """As ``dataclasses.asdict`` and JSON have left it."""
        return cls(**{**values, "listed": [Listed(**page) for page in values["listed"]], "said": []})


def log_to_terminal() -> None:
    """Print what is said, as MkDocs does."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    logging.getLogger("mkdocs").addHandler(handler)
    logging.getLogger("mkdocs").setLevel(logging.INFO)


def build(
    config_file: Path,
    *,
    jobs: int,
    site_dir: str | None = None,
    shard: tuple[int, int] | None = None,
    shards: Iterable[Path] = (),
) -> None:
    """Build the site, strictly; ``jobs`` is how many languages at once. ``Abort`` says why nothing was published.

    ``shard`` (k, n) builds every nth language from the kth alone, for a build that finds it among its ``shards``.
    """
    began = time.monotonic()
    options = {"site_dir": site_dir} if site_dir else {}
    config = load_config(config_file=str(config_file), strict=True, **options)
    plugin: DiglotPlugin = config.plugins["diglot"]
    counter = utils.CountHandler()
    counter.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(counter)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        plugin.prepare(config, partial(_check_ahead, jobs=jobs))
        if shard:
            _build_shard(plugin, config, jobs, *shard)
        else:
            _build_changed(plugin, config, jobs, shards)
        if counts := counter.get_counts():
            raise Abort(f"Aborted with {', '.join(f'{number} {level.lower()}s' for level, number in counts)} in strict mode!")
    except Exception as error:  # as in MkDocs: the plugin hears of every error, so that nothing is published, and it rises
        plugin.on_build_error(error)
        if isinstance(error, BuildError):
            raise Abort(str(error)) from error
        raise
    finally:
        config.plugins.on_shutdown()
        logging.getLogger("mkdocs").removeHandler(counter)
    log.info("Documentation built in %.2f seconds", time.monotonic() - began)


def _keys(plugin: DiglotPlugin) -> dict[str, str]:
    """The digest of what each language is made from; empty where other plugins or hooks may look at anything."""
    made_from = {tag: plugin.made_from(tag) for tag in plugin.tags}
    return {tag: digest(inputs) for tag, inputs in made_from.items() if inputs is not None}


def _build_shard(plugin: DiglotPlugin, config: MkDocsConfig, jobs: int, number: int, count: int) -> None:
    """Build some languages, and a record of them beside their files."""
    keys = _keys(plugin)
    if not keys:
        raise Abort("Nothing was built: other plugins and hooks need the whole site; build it without --shard.")
    own = plugin.tags[number - 1 :: count]
    with _workers(min(jobs, len(own)), (plugin, config)) as each:
        made = list(each(_one, own))  # the record is no file of English
    record = Cache(Path(config.site_dir) / RECORD)
    for built in made:
        _say(built)
        record.put("language", [keys[built.lang]], asdict(built))
    record.close()
    plugin.whole = True


def _build_changed(plugin: DiglotPlugin, config: MkDocsConfig, jobs: int, shards: Iterable[Path]) -> None:
    """Build what changed, and the site from it; where nothing did, the old site stays as it is."""
    tags, old, new = plugin.tags, plugin.staging.target, Path(config.site_dir)
    keys = _keys(plugin)
    site = [keys, plugin.made_whole_from()]
    known = plugin.cache.get("site", site) if keys else None
    if known and kept.stands(known, old):
        plugin.cache.save()
        log.info("Nothing has changed: %s stays as it is", old)
        return
    records = [(old, plugin.cache), *((shard, Cache(shard / RECORD)) for shard in shards)]
    known = {tag: [(place, cache.get("language", [key])) for place, cache in records] for tag, key in keys.items()}
    changed = [tag for tag in tags if not any(record for _, record in known.get(tag, ()))]
    found: dict[str, Built] = {}
    with _workers(min(jobs, len(tags)), (plugin, config)) as each:
        made = each(_one, changed)  # they begin, while the others are taken
        for tag in (tag for tag in known if tag not in changed):
            record = next((record for place, record in known[tag] if record and kept.take(record["files"], place, new)), None)
            if record:
                found[tag] = Built.from_json(record)
        gone = [tag for tag in tags if tag not in found and tag not in changed]
        for built in chain(made, each(_one, gone)):
            _say(built)
            found[built.lang] = built
    for tag in tags:
        built = found[tag]
        plugin.listed[built.lang], plugin.not_found[built.lang] = built.listed, built.not_found
    plugin.complete(config)
    for tag, key in keys.items():
        if all(level < logging.WARNING for _, level, _ in found[tag].said):  # else it is to be said again
            plugin.cache.put("language", [key], asdict(found[tag]))
    if keys:
        plugin.cache.put("site", site, kept.files(new, "", known=dict(ChainMap(*(built.files for built in found.values())))))
    plugin.cache.save()


def _say(built: Built) -> None:
    for name, level, text in built.said:
        logging.getLogger(name).log(level, "%s", text)
    if built.failed:
        raise BuildError(built.failed)


# ----------------------------------------------------------------------------------------------------------- workers

T = TypeVar("T")
_at_hand: Any = None  # what a worker inherits from its parent


def _check_ahead(course: Course, survey: Survey, *, jobs: int) -> None:
    """Check the pages of all languages at once, when nothing is known of them yet: the check then finds its answers kept."""
    if course.cache.file and not course.cache.get("checked", []):
        course.cache.put("checked", [], answer=True)
        with _workers(min(jobs, len(course.languages)), (course, survey)) as each:
            list(each(_check, list(course.languages)))


def _check(tag: str) -> None:
    course, survey = _at_hand
    check_pages(course, [tag])
    check_translations(course, survey, [tag])
    course.cache.save()


@contextmanager
def _workers(jobs: int, at_hand: Any) -> Iterator[Callable[[Callable[[str], T], list[str]], Iterator[T]]]:
    """What does some work for each of some languages: in processes that have inherited ``at_hand``, from now on, or in this one,
    when it is asked for the results. They come in the order of the languages."""
    global _at_hand
    _at_hand = at_hand
    try:
        if jobs < 2 or sys.platform != "linux":
            yield map
            return
        gc.freeze()  # the course stays: to look through it for garbage again and again is a twentieth of a cold build
        gc.set_threshold(100_000, 50, 100)
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"), _end_with, (os.getpid(),)) as pool:
            yield pool.map
    except BrokenProcessPool as error:
        raise Abort(
            "Nothing was published: a process that worked on some languages was ended from outside. "
            "Was the memory short? Then build with a smaller number of --jobs."
        ) from error
    finally:
        _at_hand = None


def _end_with(parent: int) -> None:
    """A worker whose parent was killed must not go on writing into a folder that the next build takes."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _one(tag: str) -> Built:
    """Build one language into the new site, as static-i18n does."""
    plugin, config = _at_hand
    config.strict = False  # the parent counts the warnings of all languages
    failed = ""
    with _heard() as said:
        try:
            build_alone(plugin.i18n, tag, config)
        except MkDocsException as error:  # the parent says it, after what was logged, and ends the build
            failed = str(error)
    plugin.cache.save()
    without = {*plugin.course.languages, NOT_FOUND} if tag == SOURCE else ()
    files = kept.files(Path(config.site_dir), folder(tag), without)
    return Built(tag, plugin.listed.get(tag, []), plugin.not_found.get(tag, ""), files, said, failed)


@contextmanager
def _heard() -> Iterator[list[tuple[str, int, str]]]:
    """What is logged meanwhile is collected instead of printed."""
    said: list[tuple[str, int, str]] = []
    logger = logging.getLogger("mkdocs")
    handlers, logger.handlers = logger.handlers, [_Collector(said)]
    try:
        yield said
    finally:
        logger.handlers = handlers


class _Collector(logging.Handler):
    def __init__(self, said: list[tuple[str, int, str]]) -> None:
        super().__init__(logging.INFO)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not text.startswith(_TOLD_BY_PARENT):
            self.said.append((record.name, record.levelno, text))
