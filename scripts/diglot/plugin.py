"""The one MkDocs plugin: what only MkDocs' events can do.

It stands beside static-i18n, which builds the languages one after the other, and only maps events to functions of the
other rooms: languages from folders, checks before the old site is touched, what is true of a page in each language,
and the files that belong to a whole language (feed, 404 page) or to the site (sitemap).
"""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
import markupsafe
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as BuiltPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs_static_i18n.config import I18nPluginLanguage

from diglot import figure, furniture, questions
from diglot.check import check_course, read_models
from diglot.feed import Entry, atom
from diglot.history import Change, History, commit_time, read_history
from diglot.languages import LANGUAGE_FILE, SOURCE, Language, nearest
from diglot.pages import DATA_FILES, MODELS_FILE, Course, Page, read_course
from diglot.problems import errors, summary
from diglot.sitemap import Group, sitemap

log = logging.getLogger("mkdocs.plugins.diglot")  # below "mkdocs", so that --strict counts it

FEED = "feed.xml"
SITEMAP = "sitemap.xml"

_THEME_WORDS = "partials/languages"

# What a switch of colours offers, by the scheme that it leaves.
_OTHER_COLOURS = {"default": "theme.dark", "slate": "theme.light"}

_BEFORE_I18N, _AFTER_I18N = 100, -200  # static-i18n's events are at -100


class LanguageConfig(I18nPluginLanguage):
    """static-i18n's language with any tag: its own type refuses ``fil`` and ``es-419``."""

    locale = option.Type(str)


class DiglotConfig(Config):
    """``languages``: tags to build, separated by spaces; empty for all. ``answer_free``: leave out the answers of questions.

    ``redirects``: former name of a page → today's, in every language; ``diglot mv`` writes them.
    """

    languages = option.Type(str, default="")
    answer_free = option.Type(bool, default=False)
    redirects = option.Type(dict, default={})


@dataclass(frozen=True)
class Published:
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
            root = Path(config.config_file_path).absolute().parent
            self.course = read_course(root, Path(config.docs_dir))
            self._stop_on_problems(strict=config.strict)
            self.history = read_history(root, self.course.path(self.course.docs))
            self.registry = read_models(self.course)[0]
            self.asked_in = questions.languages(self.course)
            self.published: list[Published] = []
            self.not_found: dict[str, str] = {}
            self.i18n.current_language = None
            wanted = self.config.languages.split()
            if unknown := set(wanted) - set(self.course.languages):
                raise Abort(
                    f"Nothing was built: no language {', '.join(sorted(unknown))}; there are {', '.join(self.course.languages)}."
                )
            self.i18n.config.languages = [
                _language_config(language, build=not wanted or language.tag in wanted)
                for language in self.course.languages.values()
            ]
        config.theme.static_templates -= {SITEMAP}  # written once, from all languages
        for name in ("diglot.quiz", "diglot.practice"):
            config.mdx_configs.setdefault(name, {})["answer_free"] = self.config.answer_free
        self._speak(config)
        return config

    def _speak(self, config: MkDocsConfig) -> None:
        """Tell the theme its language: static-i18n would name languages as each other's alternates that are none."""
        self.i18n.config.reconfigure_material = False
        words = self.course.words(self.lang)
        config.theme["language"] = self.lang
        config.extra["alternate"] = True  # no page yet: a language switch, but no hreflang
        config.extra["words"] = words.tree()
        config.extra["languages"] = self._homes(config)
        config.extra["not_found"] = self._not_found_words(config)
        palette = config.theme.get("palette") or []
        for scheme in palette if isinstance(palette, list) else []:
            if "toggle" in scheme and scheme.get("scheme") in _OTHER_COLOURS:
                scheme["toggle"]["name"] = words[_OTHER_COLOURS[scheme["scheme"]]]

    def _stop_on_problems(self, *, strict: bool) -> None:
        problems = check_course(self.course)
        for problem in problems:
            log.log(logging.WARNING if problem.severity == "error" else logging.INFO, "%s", problem)  # --strict counts WARNING
        unreadable = any(problem.code == "P001" for problem in problems)
        if errors(problems) and (strict or unreadable):
            raise Abort(f"Nothing was built: {summary(problems)}.")
        if SOURCE not in self.course.languages:
            raise Abort(f"Nothing was built: there is no English; add {SOURCE}/{LANGUAGE_FILE} with 'name: English'.")

    def _not_found_words(self, config: MkDocsConfig) -> list[dict[str, str]]:
        """What the 404 page says: the root one, which most hosts serve for every address, in all languages."""
        tags = self.i18n.build_languages if self.lang == SOURCE else [self.lang]
        return [
            {
                "lang": tag,
                "dir": self.course.languages[tag].dir,
                "home": _home(tag, config),
                **{key: self.course.words(tag).html(f"not-found.{key}") for key in ("title", "text")},
                "link": self.course.words(tag).html("not-found.home"),
            }
            for tag in tags
        ]

    def _homes(self, config: MkDocsConfig) -> list[dict[str, Any]]:
        """The language switch of a page that has no address of its own."""
        return [
            {"lang": tag, "name": language.name, "link": _home(tag, config), "current": tag == self.lang}
            for tag, language in self.course.languages.items()
            if tag in self.i18n.build_languages
        ]

    # -------------------------------------------------------------------------------------------------------- files

    @event_priority(_BEFORE_I18N)
    def _take_shared_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keep what is not of a language away from static-i18n, which drops folders that look like a tag (``js/``)."""
        own = [file for file in files if file.src_dir == config.docs_dir]
        apart = [file for file in own if _top(file) not in self.course.languages]
        self.shared = [file for file in apart if not file.is_documentation_page() and not _is_data(file)]
        if self.outer:
            for file in apart:
                if file.is_documentation_page():
                    log.info("%s lies in no language's folder and is not published", self.course.path(Path(file.abs_src_path)))
        read = [file for file in own if _top(file) in (SOURCE, self.lang) and not _is_data(file)]
        theme = [file for file in files if file.src_dir != config.docs_dir and file.src_uri != SITEMAP]  # its template
        return Files(read + theme)

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

    @event_priority(_BEFORE_I18N)
    def _name_languages(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Without ``nav:`` each language is a section, which static-i18n finds by a title that ``pt-BR`` does not get."""
        for section in nav.items if config.nav is None else []:
            if first := next(iter(_pages_below(section)), None):
                section.title = _top(first.file).capitalize()
        return nav

    @event_priority(_AFTER_I18N)
    def _keep_navigation(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, whose sections get their titles once the pages have theirs, and the files."""
        self.nav, self.files = nav, files
        return nav

    on_nav = CombinedEvent(_name_languages, _keep_navigation)

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Title the sections, and lend the theme's words to a language that it does not know."""
        for file in files.documentation_pages():
            _title_page(file.page)
        _title_sections(self.nav.items)
        known = {Path(name).stem for name in env.list_templates() if name.startswith(f"{_THEME_WORDS}/")}
        lender = nearest(self.lang, known)
        lent, _, _ = env.loader.get_source(env, f"{_THEME_WORDS}/{lender}.html")
        own = _theme_words(self.course.languages[self.lang])
        loader = jinja2.DictLoader({f"{_THEME_WORDS}/{self.lang}.html": own, f"{_THEME_WORDS}/lender.html": lent})
        env.loader = jinja2.ChoiceLoader([loader, env.loader])
        if lender != self.lang:
            log.info("Material has no words for '%s'; it speaks '%s' there", self.lang, lender)
        if borrowed := self.course.words(self.lang).borrowed():
            log.info(
                "%d of the site's words are not in '%s' yet and come from a parent language or English",
                borrowed,
                self.lang,
            )
        self._add_questions(files, config)
        return env

    def _add_questions(self, files: Files, config: MkDocsConfig) -> None:
        """A link in each lesson to its questions' own pages, these pages, and the bank. All content is rendered by now."""
        pages = {page.file.norm_src_uri: page for page in _in_order(self.nav, files)}
        articles = [self._article(page) for page in pages.values()]
        for article in articles:
            pages[article.name].content = article.html
        self.lessons = questions.lessons(articles)
        self.asked = {}
        for lesson in self.lessons:
            for number in range(1, len(lesson.questions) + 1):
                page = self._question_page(lesson, number, pages[lesson.name], config)
                self.asked[page.file.src_uri] = lesson, number
                files.append(page.file)
        chapters = {article.name.removesuffix("/index.md"): article.title for article in articles}
        bank = questions.bank(self.lessons, config.extra.get("course", ""), self.lang, chapters)
        files.append(_generated(f"{_folder(self.lang)}{questions.BANK}", bank, config))

    def _article(self, page: BuiltPage) -> questions.Article:
        file, title = page.file, html.unescape(str(page.title))
        headings = {link.id: html.unescape(link.title) for first in page.toc for link in _walk(first)}
        article = questions.Article(file.norm_src_uri, title, self._relative(file), page.content or "", file.locale, headings)
        return replace(article, html=questions.with_addresses(article, self.course.words(file.locale)))

    def _question_page(self, lesson: questions.Lesson, number: int, source: BuiltPage, config: MkDocsConfig) -> BuiltPage:
        question = lesson.questions[number - 1]
        file = _generated(f"{_folder(self.lang)}{questions.FOLDER}/{question.id}/index.md", "", config)
        file.locale, file.norm_src_uri = lesson.lang, lesson.name  # as static-i18n says it of a page
        page = BuiltPage(html.escape(question.text, quote=False), file, config)
        words = self.course.words(lesson.lang)
        title = words.fill("questions.title", number=number, all=len(lesson.questions))
        page.markdown, page.content = "", questions.page(lesson, number, words)
        page.toc = TableOfContents([AnchorLink(html.escape(title), "question", 1)])
        page.meta = {"description": html.escape(f"{title} · {lesson.title}"), "search": {"exclude": True}}
        page.edit_url, page.parent = source.edit_url, source.parent
        return page

    def on_page_content(self, html: str, page: BuiltPage, config: MkDocsConfig, files: Files) -> None:
        """The English build has checked the anchors of an English page; a translation that lacks one blocks no English author."""
        if getattr(page.file, "locale", self.lang) != self.lang:
            page.links_to_anchors = {}

    def on_page_context(self, context: dict[str, Any], page: BuiltPage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        """What is true of this page in this language."""
        file = page.file
        name, real = file.norm_src_uri, file.locale == self.lang
        lesson, number = self.asked.get(file.src_uri, (None, 0))
        question = lesson.questions[number - 1].id if lesson else ""
        there = self.asked_in[question] if question else self.course.langs_of(name)
        langs = [tag for tag in there if tag in self.i18n.build_languages]
        address = self._addresses(file, config)
        if not real:
            page.canonical_url = address(SOURCE)
        config.extra["alternate"] = _alternates(langs, address) if real and config.site_url else True
        source = self.course.pages[file.locale, name]
        url = page.canonical_url or ""
        title = html.unescape(str(page.title))
        description = str(source.meta.get("description") or "")
        self.published.append(Published(self.lang, name, title, url, description, real, question))
        words, forum = self.course.words(self.lang), config.extra.get("forum")
        context["diglot"] = {
            "lang": self.lang,
            "source": file.locale,
            "fallback": not real,
            "languages": self._switch(self.course.langs_of(name), address, config),
            "reading": words.html("page.reading", minutes=furniture.reading_minutes(source)),
            "ask": furniture.ask_url(forum, title, furniture.chapter_of(name), self.lang) if forum else "",
            "report": furniture.report_url(config.repo_url, title, url, words) if config.repo_url else "",
            "translate": "" if real else furniture.translate_url(page.edit_url or "", SOURCE, self.lang, name),
            "markdown": "index.md" if file.url.endswith("/") or not file.url else PurePosixPath(file.url).with_suffix(".md").name,
            "feed": f"{_folder(self.lang)}{FEED}" if config.site_url else "",
            "reviewers": list(self.course.languages[self.lang].reviewers) if real else [],
            "root": _folder(self.lang),
            "marks": questions.in_script(self._shown_questions(nav)),
            **self._change(source),
        }
        if lesson:
            context["diglot"] |= self._asked(lesson, number, address, config)
        return context

    def _asked(
        self, lesson: questions.Lesson, number: int, address: Callable[[str], str], config: MkDocsConfig
    ) -> dict[str, Any]:
        """What is true of the page of a question. A language whose lesson lacks it shows the lesson instead."""
        question, own = lesson.questions[number - 1], self.course.langs_of(lesson.name)
        there = self.asked_in[question.id]

        def near(tag: str) -> str:
            home = address(tag).removesuffix(question.url)
            return home + (question.url if tag in there or (tag not in own and SOURCE in there) else lesson.url)

        home = address(lesson.lang).removesuffix(question.url)
        return {
            "question": question.id,
            "structured": questions.structured(lesson, number, lambda relative: home + relative, config.site_name),
            "languages": self._switch(own, near, config),
            "reading": "",
            "markdown": "",
        }

    def _shown_questions(self, nav: Navigation) -> dict[str, list[str]]:
        """The questions of the lessons that the navigation shows on the page being built."""
        shown = {self._relative(page.file) for page in _shown(nav.items)}
        return {url: ids for url, ids in questions.ids_by_lesson(self.lessons).items() if url in shown}

    def _relative(self, file: File) -> str:
        """A page's address, relative to the root of the language being built."""
        relative = file.url.removeprefix(_folder(self.lang))
        return "" if relative in (".", "./") else relative

    def _addresses(self, file: File, config: MkDocsConfig) -> Callable[[str], str]:
        relative = self._relative(file)
        base = (config.site_url or "/").rstrip("/")
        return lambda tag: f"{base}/{relative}" if tag == SOURCE else f"{base}/{tag}/{relative}"

    def _switch(self, langs: list[str], address: Callable[[str], str], config: MkDocsConfig) -> list[dict[str, Any]]:
        """The language switch: every language by its own name; English stands in where a page is missing."""
        base = (config.site_url or "/").rstrip("/") + "/"
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
        if page.file.locale == self.lang and page.file.src_uri not in self.asked:
            source = self.course.pages[self.lang, page.file.norm_src_uri]
            text = furniture.as_markdown(source, self.registry, lambda name: self._address(name, config))
            _write(Path(page.file.abs_dest_path).with_suffix(".md"), text)
        return output

    def _address(self, name: str, config: MkDocsConfig) -> str:
        file = self.files.get_file_from_path(name)
        return urljoin(config.site_url or "/", file.url) if file else ""

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
            for tag in self.i18n.build_languages:
                _write(site / _folder(tag) / "404.html", self.not_found[tag])
            if config.site_url:  # all their addresses are absolute
                _write(site / SITEMAP, sitemap(self._real_pages()))
                for tag in self.i18n.build_languages:
                    _write(site / _folder(tag) / FEED, self._feed(tag, config))

    on_post_build = CombinedEvent(_before_other_languages, _after_other_languages)

    def _real_pages(self) -> list[Group]:
        groups: dict[str, Group] = {}
        for page in self.published:
            if page.real:
                group = groups.setdefault(page.question or page.name, Group({}, SOURCE, {}))
                group.urls[page.lang] = page.url
                if change := self._history_of(page.lang, page.name):
                    group.lastmod[page.lang] = change.last.date()
        return list(groups.values())

    def _feed(self, tag: str, config: MkDocsConfig) -> str:
        words = self.course.words(tag)
        base = (config.site_url or "/").rstrip("/") + "/" + _folder(tag)
        own = [page for page in self.published if page.real and page.lang == tag and not page.question]
        entries = [entry for page in own if (entry := self._entry(page))]
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


def _folder(tag: str) -> str:
    """Where a language is published, relative to the site: English at its root."""
    return "" if tag == SOURCE else f"{tag}/"


def _home(tag: str, config: MkDocsConfig) -> str:
    """The path of a language's first page, for a page that may be served at any address."""
    return f"{urlsplit(config.site_url or '/').path.rstrip('/')}/{_folder(tag)}"


def _top(file: File) -> str:
    return file.src_uri.partition("/")[0]


def _is_data(file: File) -> bool:
    """Read by the toolkit, never published."""
    name = PurePosixPath(file.src_uri).name
    return name in DATA_FILES or file.src_uri == MODELS_FILE or _top(file) == figure.FOLDER


def _copy_nothing(dirty: bool = False) -> None:  # noqa: FBT001, FBT002  MkDocs passes it by position
    """Stands in for ``File.copy_file`` of what the English build has already copied."""


def _generated(name: str, text: str, config: MkDocsConfig) -> File:
    return File.generated(config, name, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def _in_order(nav: Navigation, files: Files) -> list[BuiltPage]:
    """All pages: those of the navigation in its order, then the others."""
    return list({page.file.src_uri: page for page in [*nav.pages, *(file.page for file in files.documentation_pages())]}.values())


def _walk(link: AnchorLink) -> Iterator[AnchorLink]:
    yield link
    for child in link.children:
        yield from _walk(child)


def _shown(items: list[Any], level: int = 1) -> Iterator[BuiltPage]:
    """The pages that the theme's navigation lists: with navigation.prune, closed sections below the first level are left out."""
    for item in items:
        if isinstance(item, BuiltPage):
            yield item
        elif isinstance(item, Section) and (level == 1 or item.active):
            yield from _shown(item.children, level + 1)


def _pages_below(item: Any) -> Iterator[BuiltPage]:
    """The pages of a section, also those of the sections in it."""
    for child in item.children or []:
        yield from [child] if isinstance(child, BuiltPage) else _pages_below(child)


def _title_page(page: BuiltPage) -> None:
    """Make title and description fit for the theme, which writes them as they are; the title is the H1 wherever it stands."""
    for key in ("title", "description"):
        if isinstance(page.meta.get(key), str):
            page.meta[key] = markupsafe.escape(page.meta[key])
    first = next((item for item in page.toc if item.level == 1), None)
    if "title" not in page.meta and first:
        page.title = markupsafe.escape(html.unescape(first.title))


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


def _theme_words(language: Language) -> str:
    """A Material language file: the words of ``lender.html``, this language's tag and direction."""
    own = f'{{"language": "{language.tag}", "direction": "{language.dir}"}}'
    return (
        f'{{% import "{_THEME_WORDS}/lender.html" as lender %}}'
        f"{{% macro t(key) %}}{{{{ {own}[key] or lender.t(key) }}}}{{% endmacro %}}"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
