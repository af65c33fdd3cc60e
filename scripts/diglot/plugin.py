"""The one MkDocs plugin: what only MkDocs' events can do.

It stands beside static-i18n, which builds the languages one after the other, and only maps events to functions of the
other rooms: languages from folders, checks before the old site is touched, what is true of a page in each language,
and the files that belong to a whole language (feed, 404 page) or to the site (sitemap).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as BuiltPage
from mkdocs_static_i18n.config import I18nPluginLanguage

from diglot import figure, furniture
from diglot.check import check_course, read_models
from diglot.feed import Entry, atom
from diglot.history import Change, History, commit_time, read_history
from diglot.languages import SOURCE, Language, nearest
from diglot.pages import DATA_FILES, MODELS_FILE, Course, Page, read_course
from diglot.problems import errors, summary
from diglot.sitemap import Group, sitemap

log = logging.getLogger("mkdocs.plugins.diglot")  # below "mkdocs", so that --strict counts it

FEED = "feed.xml"

_BEFORE_I18N, _AFTER_I18N = 100, -200  # static-i18n's events are at -100


class LanguageConfig(I18nPluginLanguage):
    """static-i18n's language with any tag: its own type refuses ``fil`` and ``es-419``."""

    locale = option.Type(str)


class DiglotConfig(Config):
    """``languages``: tags to build, separated by spaces; empty for all."""

    languages = option.Type(str, default="")


@dataclass(frozen=True)
class Published:
    """A page as it was built in one language; ``real`` says that it is that language's own text."""

    lang: str
    name: str
    title: str
    url: str
    description: str
    real: bool


class DiglotPlugin(BasePlugin[DiglotConfig]):
    """See the module's docstring. State lives for one build of all languages."""

    course: Course
    history: History | None

    @property
    def lang(self) -> str:
        """The language being built."""
        return self.i18n.current_language or SOURCE

    @property
    def outer(self) -> bool:
        """Whether this is the build that static-i18n starts the others from."""
        return not self.i18n.building

    # ------------------------------------------------------------------------------------------------ configuration

    @event_priority(_BEFORE_I18N)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the languages and check the course, before anything is written."""
        self.i18n = config.plugins["i18n"]
        if self.outer:
            root = Path(config.config_file_path).parent
            self.course = read_course(root, Path(config.docs_dir))
            self._stop_on_problems(strict=config.strict)
            self.history = read_history(root, self.course.path(self.course.docs))
            self.registry = read_models(self.course)[0]
            self.published: list[Published] = []
            self.not_found: dict[str, str] = {}
            self.i18n.current_language = None
            wanted = self.config.languages.split()
            self.i18n.config.languages = [
                _language_config(language, build=not wanted or language.tag in wanted)
                for language in self.course.languages.values()
            ]
        config.theme.static_templates -= {"sitemap.xml"}  # written once, from all languages
        words = self.course.words(self.lang)
        config.extra["words"] = words.tree()
        config.extra["not_found"] = self._not_found_words()
        for scheme in config.theme["palette"]:
            scheme["toggle"]["name"] = words[f"theme.{'dark' if scheme['scheme'] == 'default' else 'light'}"]
        return config

    def _stop_on_problems(self, *, strict: bool) -> None:
        problems = check_course(self.course)
        for problem in problems:
            log.warning("%s", problem)
        unreadable = any(problem.code == "P001" for problem in problems)
        if errors(problems) and (strict or unreadable):
            raise Abort(f"Nothing was built: {summary(problems)}.")

    def _not_found_words(self) -> list[dict[str, str]]:
        """What the 404 page says: the root one, which most hosts serve for every address, in all languages."""
        tags = self.i18n.build_languages if self.lang == SOURCE else [self.lang]
        return [
            {
                "lang": tag,
                "dir": self.course.languages[tag].dir,
                "home": "" if tag == SOURCE else f"{tag}/",
                **{key: self.course.words(tag)[f"not-found.{key}"] for key in ("title", "text")},
                "link": self.course.words(tag)["not-found.home"],
            }
            for tag in tags
        ]

    # -------------------------------------------------------------------------------------------------------- files

    @event_priority(_BEFORE_I18N)
    def _take_shared_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keep what is not of a language away from static-i18n, which drops folders that look like a tag (``js/``)."""
        own = [file for file in files if file.src_dir == config.docs_dir]
        self.shared = [file for file in own if _top(file) not in self.course.languages]
        unread = {SOURCE, self.lang}
        hidden = {
            file.src_uri for file in own if _is_data(file) or (_top(file) in self.course.languages and _top(file) not in unread)
        }
        away = hidden | {file.src_uri for file in self.shared}
        self.shared = [file for file in self.shared if file.src_uri not in hidden]
        return Files([file for file in files if file.src_dir != config.docs_dir or file.src_uri not in away])

    @event_priority(_AFTER_I18N)
    def _put_shared_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Shared files are published as they are, once, by the English build."""
        for file in self.shared:
            files.append(file)
        if self.lang != SOURCE:
            for file in files:
                if not file.is_documentation_page() and _top(file) != self.lang:
                    file.copy_file = _copy_nothing
        return files

    on_files = CombinedEvent(_take_shared_files, _put_shared_files)

    # ------------------------------------------------------------------------------------------------------ rendering

    @event_priority(_AFTER_I18N)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation: its sections get their titles once the pages have theirs."""
        self.nav = nav
        return nav

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Title the sections, and lend the theme's words to a language that it does not know."""
        _title_sections(self.nav.items)
        known = {Path(name).stem for name in env.list_templates() if name.startswith("partials/languages/")}
        if self.lang not in known:
            lender = nearest(self.lang, known)
            body = _theme_words(lender, self.course.languages[self.lang])
            loader = jinja2.DictLoader({f"partials/languages/{self.lang}.html": body})
            env.loader = jinja2.ChoiceLoader([loader, env.loader])
            log.info("Material has no words for '%s'; it speaks '%s' there", self.lang, lender)
        if borrowed := self.course.words(self.lang).borrowed():
            log.info(
                "%d of the site's words are not in '%s' yet and come from a parent language or English",
                borrowed,
                self.lang,
            )
        return env

    def on_page_context(self, context: dict[str, Any], page: BuiltPage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        """What is true of this page in this language. Runs after static-i18n (50), whose alternates it replaces."""
        file = page.file
        name, real = file.norm_src_uri, file.locale == self.lang
        langs = [tag for tag in self.course.langs_of(name) if tag in self.i18n.build_languages]
        address = self._addresses(file, config)
        if not real:
            page.canonical_url = address(SOURCE)
        config.extra["alternate"] = _alternates(langs, address) if real else True
        source = self.course.pages[file.locale, name]
        url = page.canonical_url or ""
        title = str(page.title)
        self.published.append(Published(self.lang, name, title, url, str(page.meta.get("description", "")), real))
        words = self.course.words(self.lang)
        context["diglot"] = {
            "lang": self.lang,
            "source": file.locale,
            "fallback": not real,
            "languages": self._switch(file, langs, config),
            "reading": words.html("page.reading", minutes=furniture.reading_minutes(source)),
            "ask": furniture.ask_url(config.extra["forum"], title, furniture.chapter_of(name), self.lang),
            "report": furniture.report_url(config.repo_url or "", title, url, words),
            "markdown": "index.md" if file.url.endswith("/") or not file.url else PurePosixPath(file.url).with_suffix(".md").name,
            "feed": FEED if self.lang == SOURCE else f"{self.lang}/{FEED}",
            "reviewers": list(self.course.languages[self.lang].reviewers) if real else [],
            **self._change(source),
        }
        return context

    def _addresses(self, file: File, config: MkDocsConfig) -> Callable[[str], str]:
        relative = file.url.removeprefix(f"{self.lang}/") if self.lang != SOURCE else file.url
        relative = "" if relative in (".", "./") else relative
        base = (config.site_url or "/").rstrip("/")
        return lambda tag: f"{base}/{relative}" if tag == SOURCE else f"{base}/{tag}/{relative}"

    def _switch(self, file: File, langs: list[str], config: MkDocsConfig) -> list[dict[str, Any]]:
        """The language switch: every language by its own name; English stands in where a page is missing."""
        base = (config.site_url or "/").rstrip("/") + "/"
        address = self._addresses(file, config)
        return [
            {
                "lang": tag,
                "name": language.name if tag in langs else self.course.words(tag).fill("language.missing", name=language.name),
                "link": address(tag).removeprefix(base) or ".",
                "current": tag == self.lang,
            }
            for tag, language in self.course.languages.items()
            if tag in self.i18n.build_languages
        ]

    def _change(self, page: Page) -> dict[str, Any]:
        change = self._history_of(page.lang, page.name)
        if not change:
            return {}
        day = change.last.date()
        return {
            "changed": day.isoformat(),
            "changed_text": furniture.long_date(day, self.lang),
            "authors": list(change.authors),
        }

    def _history_of(self, lang: str, name: str) -> Change | None:
        return self.history.pages.get(self.course.pages[lang, name].path) if self.history else None

    # --------------------------------------------------------------------------------------------------------- output

    def on_post_page(self, output: str, page: BuiltPage, config: MkDocsConfig) -> str:
        """Beside each page of a language's own: the same as Markdown."""
        if page.file.locale == self.lang:
            source = self.course.pages[self.lang, page.file.norm_src_uri]
            _write(Path(page.file.abs_dest_path).with_suffix(".md"), furniture.as_markdown(source, self.registry))
        return output

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Keep each language's 404 page: all are written to the same place, the last one would win."""
        if template_name == "404.html":
            self.not_found[self.lang] = output_content
        return output_content

    @event_priority(0)
    def _before_other_languages(self, config: MkDocsConfig) -> None:
        """static-i18n builds the others now: none of them may stop at its own warnings, the outer build counts them all."""
        if self.outer:
            self.strict, config.strict = config.strict, False

    @event_priority(_AFTER_I18N)
    def _after_other_languages(self, config: MkDocsConfig) -> None:
        """The files of each language and of the site."""
        if self.outer:
            config.strict = self.strict
            site = Path(config.site_dir)
            _write(site / "sitemap.xml", sitemap(self._real_pages()))
            for tag in self.i18n.build_languages:
                folder = site if tag == SOURCE else site / tag
                _write(folder / "404.html", self.not_found[tag])
                _write(folder / FEED, self._feed(tag, config))

    on_post_build = CombinedEvent(_before_other_languages, _after_other_languages)

    def _real_pages(self) -> list[Group]:
        groups: dict[str, Group] = {}
        for page in self.published:
            if page.real:
                group = groups.setdefault(page.name, Group({}, SOURCE, {}))
                group.urls[page.lang] = page.url
                if change := self._history_of(page.lang, page.name):
                    group.lastmod[page.lang] = change.last.date()
        return list(groups.values())

    def _feed(self, tag: str, config: MkDocsConfig) -> str:
        words = self.course.words(tag)
        base = (config.site_url or "/").rstrip("/") + "/" + ("" if tag == SOURCE else f"{tag}/")
        entries = [entry for page in self.published if page.real and page.lang == tag and (entry := self._entry(page))]
        latest = commit_time(self.course.root)
        return atom(
            entries,
            title=words.fill("feed.title", site=config.site_name),
            site_url=base,
            feed_url=base + FEED,
            lang=tag,
            updated=datetime.fromtimestamp(latest or 0, UTC),
        )

    def _entry(self, page: Published) -> Entry | None:
        change = self._history_of(page.lang, page.name)
        if not change:
            return None
        return Entry(page.title, page.url, change.first, change.last, page.description, change.authors)


def _language_config(language: Language, *, build: bool) -> LanguageConfig:
    default = language.tag == SOURCE
    config = LanguageConfig()
    link = "/" if default else f"/{language.tag}/"
    config.load_dict({"locale": language.tag, "name": language.name, "default": default, "build": build or default, "link": link})
    config.validate()
    return config


def _top(file: File) -> str:
    return file.src_uri.partition("/")[0]


def _is_data(file: File) -> bool:
    """Read by the toolkit, never published."""
    name = PurePosixPath(file.src_uri).name
    return name in DATA_FILES or file.src_uri == MODELS_FILE or _top(file) == figure.FOLDER


def _copy_nothing(dirty: bool = False) -> None:  # noqa: FBT001, FBT002  MkDocs passes it by position
    """Stands in for ``File.copy_file`` of what the English build has already copied."""


def _title_sections(items: list[Any]) -> None:
    """A section is shown under the title of its first page."""
    for item in items:
        if isinstance(item, Section):
            _title_sections(item.children)
            first = next((child for child in item.children if isinstance(child, BuiltPage)), None)
            if first:
                item.title = first.title


def _alternates(langs: list[str], address: Callable[[str], str]) -> list[dict[str, str]]:
    """Absolute hreflang links among real translations, English as ``x-default``."""
    alternates = [{"lang": tag, "link": address(tag), "name": tag} for tag in langs]
    return [*alternates, {"lang": "x-default", "link": address(SOURCE), "name": SOURCE}] if SOURCE in langs else alternates


def _theme_words(lender: str, language: Language) -> str:
    """A Material language file: another language's words, this language's tag and direction."""
    own = f'{{"language": "{language.tag}", "direction": "{language.dir}"}}'
    return (
        f'{{% import "partials/languages/{lender}.html" as lender %}}'
        f"{{% macro t(key) %}}{{{{ {own}[key] or lender.t(key) }}}}{{% endmacro %}}"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
