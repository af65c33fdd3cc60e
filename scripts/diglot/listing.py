"""What lists the pages of a site once all languages are built: the groups of the sitemap, the entries of a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from diglot.feed import Entry
from diglot.history import Change
from diglot.languages import SOURCE
from diglot.sitemap import Group


@dataclass(frozen=True)
class Listed:
    """A page as it was built in one language; ``real`` says that it is that language's own text.

    The page of a question has the question's id, and the name of the lesson that it stands in.
    """

    lang: str
    name: str
    title: str
    url: str
    description: str
    real: bool
    question: str = ""


ChangeOf = Callable[[str, str], Change | None]  # by language and name


def groups(pages: Iterable[Listed], change_of: ChangeOf) -> list[Group]:
    """The real translations of each page and of each question, for the sitemap."""
    found: dict[tuple[str, str], Group] = {}
    for page in pages:
        if page.real:
            group = found.setdefault((page.name, page.question), Group({}, SOURCE, {}))
            group.urls[page.lang] = page.url
            if change := change_of(page.lang, page.name):
                group.lastmod[page.lang] = change.last.date()
    return list(found.values())


def entries(pages: Iterable[Listed], lang: str, change_of: ChangeOf) -> list[Entry]:
    """The pages of a language for its feed; those that git does not know are left out."""
    own = [page for page in pages if page.real and page.lang == lang and not page.question]
    return [
        Entry(page.title, page.url, change.first, change.last, page.description, change.authors)
        for page in own
        if (change := change_of(lang, page.name))
    ]
