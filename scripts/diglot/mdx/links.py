"""Links inside a course: from the addresses of its former site to pages of ours, in the reader's own language.

``/course/chapter1/3``, ``/course/fr/chapter1/3?fw=pt#id``, ``https://huggingface.co/learn/llm-course/chapter1/3``,
``../chapter1/3.mdx`` and ``chapter5/section4`` (as its notebooks are called) all name a page by its number.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from diglot.models import DOCS_URL, HUB_URL, SCHEME

_SITE = re.compile(
    r"""^(?:(?P<host>https?://(?:www\.)?(?:huggingface\.co|hf\.co))?/(?:learn/(?:llm-course|nlp-course|course)|course)
          |(?P<slipped>https?://chat\.openai\.com)/course)
        (?:/(?P<lang>[a-z]{2,3}(?:-[A-Za-z]{2,4})?)(?=/|\#|\?|$))?
        (?:/(?P<local>[^?\#\s]*?))?/?(?:\?[^\#\s]*)?(?:\#(?P<anchor>\S*))?$""",
    re.VERBOSE,
)
_RELATIVE = re.compile(
    r"^(?P<local>(?:\.{1,2}/)*(?:(?:chapter\d+|events|glossary)(?:/[\w-]+)?|[0-9]+\w*))(?:\.mdx?)?/?(?:\?[^#\s]*)?(?:#(?P<anchor>\S*))?$"
)
_NUMBERED = re.compile(r"^(?:chapter|chapitre|chapiter|cap[ií]tulo)?-?(?P<chapter>\d+)(?:/(?:section)?(?P<page>\d\w*))?$")
_MODEL = re.compile(
    r"""https?://(?:www\.)?(?:huggingface\.co|hf\.co)/
        (?:(?:docs/)?transformers/(?:en/)?model_doc/(?P<docs>[\w-]+?)(?:\.html)?|(?P<hub>[\w.-]+/[\w.-]+))/?""",
    re.VERBOSE,
)
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_NO_SCHEME = re.compile(r"^(?:www\.|hf\.co/|huggingface\.co/)")


@dataclass(frozen=True)
class Target:
    """A page that is there: its language, name, and the ids by which its former anchors are known today."""

    lang: str
    name: str
    anchors: Mapping[str, str] = field(default_factory=dict)
    ids: Collection[str] = ()


@dataclass
class Links:
    """Rewrites the links of one page and remembers what became of them.

    ``pages`` are all pages by language and former path; ``name`` is where this one stands today, ``local`` where it stood.
    ``models`` are the keys of a registry by the address of their link; ``spoken_of`` are those that the page links to.
    """

    lang: str
    local: str
    name: str
    pages: Mapping[tuple[str, str], Target]
    languages: Collection[str]
    files: Collection[str] = ()
    models: Mapping[str, str] = field(default_factory=dict)
    spoken_of: set[str] = field(default_factory=set)
    dropped: int = 0
    dead: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)

    def __call__(self, target: str) -> str:
        """The address that stands for one in the source; empty for one that leads nowhere."""
        found = self._today(target)
        self.dropped += not found
        return found

    def _today(self, target: str) -> str:
        if target.startswith("(") and target[1:].startswith(("/", "http")):
            self.repaired.append(f"{target} was written for {target.strip('()')}")
            target = target.strip("()")
        if _NO_SCHEME.match(target):
            self.repaired.append(f"{target} was written for https://{target}")
            target = f"https://{target}"
        if target.startswith("#"):
            return self._within(target)
        if posixpath.normpath(posixpath.join(posixpath.dirname(self.local), target)) in self.files:
            return target
        found = _SITE.match(target)
        if found:
            return self._site(found, target)
        relative = _RELATIVE.match(target)
        if relative and not target.startswith("/"):
            local = posixpath.normpath(posixpath.join(posixpath.dirname(self.local), relative["local"]))
            return self._page(self.lang, local, relative["anchor"] or "", target)
        if target.startswith("/"):
            return self._rooted(target)
        if not _SCHEME.match(target):
            self.dead.append(target)
            return ""
        return self._model(target)

    def _model(self, target: str) -> str:
        """A link to the very page that a model link leads to is one; what else there is of a model stays where it is."""
        found = _MODEL.fullmatch(target)
        address = found and (DOCS_URL.format(found["docs"]) if found["docs"] else HUB_URL.format(found["hub"]))
        if address not in self.models:
            return target
        self.spoken_of.add(self.models[address])
        return f"{SCHEME}:{self.models[address]}"

    def _rooted(self, target: str) -> str:
        """An address without a host: of the former site's pages, or of its host."""
        first, _, rest = target.strip("/").partition("/")
        if first in self.languages and _NUMBERED.match(rest.partition("#")[0]):
            path, _, anchor = rest.partition("#")
            return self._page(first, path, anchor, target)
        if target.startswith("/chapters/"):
            self.dead.append(target)
            return f"https://github.com/huggingface/course/blob/main{target}"
        return f"https://huggingface.co{target}"

    def _site(self, found: re.Match[str], target: str) -> str:
        lang, local, anchor = found["lang"] or self.lang, (found["local"] or "").strip("/"), found["anchor"] or ""
        if lang.startswith("chapter"):
            lang, local = self.lang, f"{lang}/{local}"
        if lang not in self.languages:
            return self._elsewhere(lang, target)
        if found["slipped"]:
            self.repaired.append(f"{target} was written for /course/{local}")
        return self._page(lang, local, anchor, target) if local else self._to(Target(lang, "index.md"), "", target)

    def _elsewhere(self, lang: str, target: str) -> str:
        """A language that was not imported is where it was."""
        return target if target.startswith("http") else f"https://huggingface.co{target}"

    def _page(self, lang: str, local: str, anchor: str, target: str) -> str:
        for candidate in self._candidates(local):
            for tag in dict.fromkeys([lang, "en"]):
                if page := self.pages.get((tag, candidate)):
                    if candidate != local:
                        self.repaired.append(f"{target} was written for {candidate}")
                    return self._to(page, anchor, target)
        self.dead.append(target)
        return ""

    @staticmethod
    def _candidates(local: str) -> list[str]:
        local_again = re.sub(r"/[a-z]{2}(?:-[A-Z]{2})?(?=/)", "", local)  # chapter1/ja/7: the language in the wrong place
        numbered = _NUMBERED.match(local_again)
        if not numbered:
            return [local]
        page = f"/{numbered['page']}" if numbered["page"] else ""
        return list(dict.fromkeys([local, f"chapter{numbered['chapter']}{page}"]))

    def _to(self, page: Target, anchor: str, target: str) -> str:
        """The path from this page, in this language where the page is there, else in the other's folder."""
        here = posixpath.dirname(self.name)
        path = posixpath.relpath(page.name, here or ".")
        known = page.anchors.get(anchor, anchor if anchor in page.ids else "")
        if anchor and not known:
            self.dead.append(f"{target} (there is no such heading)")
        return path + (f"#{known}" if known else "")

    def _within(self, target: str) -> str:
        own = self.pages.get((self.lang, self.local))
        anchor = target[1:]
        if own is None or anchor in own.ids:
            return target
        if known := own.anchors.get(anchor):
            return f"#{known}"
        self.dead.append(f"{target} (there is no such heading)")
        return ""
