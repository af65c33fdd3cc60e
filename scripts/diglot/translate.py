"""The verbs that change translations: ``start``, ``stamp``, ``mv``, ``adopt``, and ``check --fix``.

Each maps its arguments to a function of another room and writes what comes back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import click
from rich.progress import track

from diglot import adopt as adoption
from diglot import moves, skeletons
from diglot.fix import fixed
from diglot.languages import LANGUAGE_FILE, SOURCE, tag_problem
from diglot.pages import Course, decode
from diglot.parity import pair_of
from diglot.pins import MACHINE, Store, blob_id, earlier_ids, id_at, pin_in, read_store, read_texts, versions, with_pin
from diglot.problems import did_you_mean
from diglot.restore import restored
from diglot.sections import Text, compare
from diglot.states import State, Survey, survey
from diglot.terminal import course_of, docs_of, edit, lang_and_name, read, translation
from diglot.website import CONFIG_FILE

# --------------------------------------------------------------------------------------------------------------- start


@click.command()
@click.argument("what", metavar="LANG|PAGE")
@click.pass_obj
def start(root: Path, what: str) -> None:
    """Begin a language (fr) or a page of it (fr/transformer-models/attention.md)."""
    docs = docs_of(root)
    lang, name = lang_and_name(root, docs, what)
    if lang == SOURCE or tag_problem(lang, lang):
        problem = tag_problem(lang, f"docs/{lang}")
        raise click.UsageError(problem.message if problem else "English is where translations begin; name another language")
    if name and not (docs / SOURCE / name).is_file():
        names = [path.relative_to(docs / SOURCE).as_posix() for path in (docs / SOURCE).rglob("*.md")]
        raise click.UsageError(f"there is no docs/{SOURCE}/{name}; {did_you_mean(name, names)}")
    _start_language(docs, lang, needed=not name)
    if name:
        _start_page(root, docs, lang, name)


def _start_language(docs: Path, lang: str, *, needed: bool) -> None:
    file = docs / lang / LANGUAGE_FILE
    if file.exists():
        if needed:
            raise click.UsageError(
                f"docs/{lang}/{LANGUAGE_FILE} is already there; begin a page with 'diglot start {lang}/index.md'"
            )
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(skeletons.language_file(lang), "utf-8", newline="\n")
    click.echo(f"docs/{lang}/{LANGUAGE_FILE}: begun; every page shows in English until it is translated")


def _start_page(root: Path, docs: Path, lang: str, name: str) -> None:
    target = docs / lang / name
    if target.exists():
        raise click.UsageError(f"docs/{lang}/{name} is already there; see 'diglot diff {lang}/{name}'")
    data = (docs / SOURCE / name).read_bytes()
    text, problem = decode(data, f"docs/{SOURCE}/{name}")
    if problem:
        raise click.ClickException(str(problem))
    target.parent.mkdir(parents=True, exist_ok=True)
    pin = blob_id(data, read_store(root).digits)
    target.write_text(skeletons.skeleton(text, {"source": pin}), "utf-8", newline="\n")
    click.echo(
        f"docs/{lang}/{name}: begun from docs/{SOURCE}/{name} ({pin[:8]}); translate it, then 'diglot check {lang}/{name}'"
    )


# --------------------------------------------------------------------------------------------------------------- stamp


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--machine", is_flag=True, help="Mark as translated by a machine, not yet read by a human.")
@click.option("--cosmetic", is_flag=True, help="PAGE is English; its last edit changes nothing for translations.")
@click.pass_obj
def stamp(root: Path, pages: tuple[str, ...], machine: bool, cosmetic: bool) -> None:  # noqa: FBT001  click's form
    """Say that each PAGE now follows today's English, or was reviewed and needs nothing.

    Without --machine this is a human's word, and a machine's mark is taken away.
    """
    docs = docs_of(root)
    store = read_store(root)
    if cosmetic and machine:
        raise click.UsageError("--cosmetic keeps the mark of a machine as it is; leave --machine out")
    if cosmetic:
        for page in pages:
            _stamp_cosmetic(root, docs, store, page)
        return
    wanted = [translation(root, docs, page) for page in pages]
    for lang, name in wanted:
        _stamp(root, docs, store, lang, name, machine=machine)


def _stamp(root: Path, docs: Path, store: Store, lang: str, name: str, *, machine: bool) -> None:
    file = docs / lang / name
    followed = pin_in(file.read_bytes()).of or name
    english = docs / SOURCE / followed
    if not english.is_file():
        raise click.UsageError(f"docs/{lang}/{name} follows docs/{SOURCE}/{followed}, which is not there; see 'diglot mv --help'")
    pin = blob_id(english.read_bytes(), store.digits)
    edit(file, lambda text: with_pin(text, {"source": pin, "draft": MACHINE if machine else None}))
    click.echo(f"docs/{lang}/{name} follows docs/{SOURCE}/{followed} ({pin[:8]})")
    if store.found and pin not in read_texts(root, [pin]):
        click.echo(f"docs/{SOURCE}/{followed} is not committed yet; commit it as it is, or stamp again", err=True)


def _stamp_cosmetic(root: Path, docs: Path, store: Store, page: str) -> None:
    """Re-pin every language that was current before this English edit."""
    lang, name = lang_and_name(root, docs, page)
    file = docs / SOURCE / name
    if lang != SOURCE or not file.is_file():
        raise click.UsageError(f"{page!r} is no English page; write a path such as docs/{SOURCE}/index.md")
    today = blob_id(file.read_bytes(), store.digits)
    before = _before(root, file.relative_to(root).as_posix(), today)
    if not before:
        raise click.ClickException(f"what docs/{SOURCE}/{name} was before is not here: {store.cure}")
    old = read_texts(root, [before]).get(before, b"")
    found = survey(root, docs)
    for tag, states in found.states.items():
        for state in states.values():
            if state.english == name and state.pin.readable and _was_current(found, state, before, old):
                edit(docs / tag / state.name, lambda text: with_pin(text, {"source": today}))
                click.echo(f"docs/{tag}/{state.name} follows docs/{SOURCE}/{name} ({today[:8]})")


def _before(root: Path, path: str, today: str) -> str:
    """The version before the last edit: that of the last commit if the edit is not committed, else the one before it."""
    committed = id_at(root, path, "HEAD")
    earlier = [name for name in [committed, *earlier_ids(root, path)] if name and name != today]
    return earlier[0] if earlier else ""


def _was_current(found: Survey, state: State, before: str, old: bytes) -> bool:
    if state.pin.source == before:
        return True
    text = found.pinned_text(state)
    return text is not None and not compare(Text(text), Text(decode(old, state.english)[0])).changes


# ------------------------------------------------------------------------------------------------------------------ mv


@click.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def mv(root: Path, old: str, new: str) -> None:
    """Move a page in every language: files, links, navigation, redirect, pins.

    OLD and NEW are English pages: docs/en/x.md, en/x.md or x.md.
    """
    docs = docs_of(root)
    before, after = (_english_name(root, docs, page) for page in (old, new))
    course = course_of(root, docs)
    pages = {key: page.text for key, page in course.pages.items()}
    config = root / CONFIG_FILE
    text = read(config) if config.is_file() else ""
    try:
        move = moves.plan(pages, survey(root, docs), text, before, after)
    except moves.CannotMove as problem:
        raise click.UsageError(str(problem)) from problem
    for lang, name in move.removes:
        (docs / lang / after).parent.mkdir(parents=True, exist_ok=True)
        (docs / lang / name).rename(docs / lang / after)
        _remove_empty((docs / lang / name).parent, docs / lang)
        click.echo(f"docs/{lang}/{name} → docs/{lang}/{after}")
    for (lang, name), written in move.writes.items():
        if edit(docs / lang / name, lambda _, written=written: written) and name != after:
            click.echo(f"docs/{lang}/{name}: links")
    for (lang, name), english in move.stamps:
        data = (docs / SOURCE / english).read_bytes()
        edit(docs / lang / name, lambda text, data=data: with_pin(text, {"source": blob_id(data, _digits(text))}))
    if text and edit(config, lambda _: move.config):
        click.echo(f"{CONFIG_FILE}: navigation and redirect")
    for note in move.notes:
        click.echo(note, err=True)


def _digits(text: str) -> int:
    return len(pin_in(text.encode()).source)


def _english_name(root: Path, docs: Path, page: str) -> str:
    first = PurePosixPath(page).parts[:1]
    if first in ((SOURCE,), (docs.name,)) or (Path.cwd() / page).is_relative_to(docs):
        lang, name = lang_and_name(root, docs, page)
        if lang != SOURCE:
            raise click.UsageError(f"{page!r} is not English; name the English page, its translations follow")
    else:
        name = page
    if not name.endswith(".md") or ".." in PurePosixPath(name).parts or name.startswith("/"):
        raise click.UsageError(f"{page!r} is no page; write a path such as docs/{SOURCE}/chapter/page.md")
    return name


def _remove_empty(folder: Path, above: Path) -> None:
    while folder != above and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


# --------------------------------------------------------------------------------------------------------------- adopt


@click.command()
@click.argument("lang")
@click.pass_obj
def adopt(root: Path, lang: str) -> None:
    """Find which English text each page of LANG was made from, over the git history, and pin it.

    Says how sure it is. A page of which it is not sure stays as it is.
    """
    docs = docs_of(root)
    found = survey(root, docs)
    if lang not in found.states:
        raise click.UsageError(f"no language {lang!r} is translated here; {did_you_mean(lang, found.states)}")
    if not found.store.found or found.store.shallow:
        raise click.ClickException(f"the history of the English pages is not here: {found.store.cure}")
    wanted = [state for state in found.states[lang].values() if state.state in ("unpinned", "held") and not state.pin.readable]
    history = versions(root, f"docs/{SOURCE}", f"docs/{lang}")
    texts = read_texts(root, [name for state in wanted for _, name in history.get(f"docs/{SOURCE}/{state.english}", [])])
    for state in track(wanted, "Reading", transient=True, disable=not sys.stdout.isatty()):
        _adopt(docs, state, history, texts)


def _adopt(docs: Path, state: State, history: Mapping[str, list[tuple[int, str]]], texts: Mapping[str, bytes]) -> None:
    english, path = f"docs/{SOURCE}/{state.english}", f"docs/{state.lang}/{state.name}"
    entries = [(time, name) for time, name in adoption.newest_first(history.get(english, [])) if name in texts]
    known = [adoption.Version(name, decode(texts[name], english)[0], time) for time, name in entries]
    last_change = max((time for time, _ in history.get(path, [])), default=None)
    file = docs / state.lang / state.name
    result = adoption.guess(read(file), known, last_change)
    if result is None:
        click.echo(f"{path}: {english} was never there")
        return
    if result.trust != "unsure":
        edit(file, lambda text: with_pin(text, {"source": result.id}))
    click.echo(f"{path}: {result} → {result.id[:8]}")


# ----------------------------------------------------------------------------------------------------------- check --fix


def fix(course: Course, found: Survey, wanted: Callable[[str], bool]) -> list[str]:
    """Put the pages right where only a machine can have an opinion; returns the paths of those that changed."""
    changed = _fix_questions(course, found, wanted)
    if changed:
        course, found = course_of(course.root, course.docs), survey(course.root, course.docs)
    for (lang, name), page in course.pages.items():
        state = found.states.get(lang, {}).get(name)
        pair = pair_of(course, found, state) if state and wanted(page.path) else None
        if pair and (text := restored(pair)) != page.text:
            edit(course.root / page.path, lambda _, text=text: text)
            changed.append(page.path)
    return sorted(set(changed))


def _fix_questions(course: Course, found: Survey, wanted: Callable[[str], bool]) -> list[str]:
    """Write ids and indents. What followed an English page follows it still: no word of it has changed."""
    pages = fixed(course.pages, lambda page: wanted(page.path))
    followers = [
        state
        for states in found.states.values()
        for state in states.values()
        if state.pin.readable and (SOURCE, state.english) in pages and _follows(found, state)
    ]
    for page in pages.values():
        edit(course.root / page.path, lambda _, text=page.text: text)
    for state in followers:
        pin = blob_id((course.docs / SOURCE / state.english).read_bytes(), len(state.pin.source))
        edit(course.docs / state.lang / state.name, lambda text, pin=pin: with_pin(text, {"source": pin}))
    return [page.path for page in pages.values()] + [course.pages[state.lang, state.name].path for state in followers]


def _follows(found: Survey, state: State) -> bool:
    english = found.english[state.english]
    return _was_current(found, state, english.id(len(state.pin.source)), english.data)
