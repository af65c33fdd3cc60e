"""The one MkDocs plugin: what only MkDocs' events can do.

It stands beside static-i18n, which builds the languages one after the other, and only maps events to functions of the
other rooms: languages from folders, checks before the old site is touched, what is true of a page in each language,
and the files that belong to a whole language (feed, 404 page) or to the site (sitemap).
"""

from __future__ import annotations

import html
import logging
import sys
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

import click
import jinja2
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as BuiltPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs_static_i18n.config import I18nPluginLanguage

from diglot import (
    alternates,
    dashboard,
    figure,
    finished,
    furniture,
    listing,
    navigation,
    policy,
    questions,
    redirects,
    rendering,
    search,
    stylesheet,
    theme,
    translations,
    worksheet,
)
from diglot.alone import put
from diglot.cache import FILE as CACHE_FILE
from diglot.cache import NO_CACHE, Cache, digest, text_digest
from diglot.check import check_course, read_models
from diglot.feed import atom
from diglot.finished import Finished
from diglot.headings import headings_of
from diglot.history import Change, History, commit_time, read_history
from diglot.inputs import Inputs, folder_digest
from diglot.languages import LANGUAGE_FILE, SOURCE, Language, Words
from diglot.listing import Listed
from diglot.pages import DATA_FILES, MODELS_FILE, Course, Page, read_course
from diglot.parity import check_translations
from diglot.pins import commits
from diglot.preview import Preview
from diglot.problems import FATAL, errors, summary
from diglot.publish import CannotPublish, Staging
from diglot.sitemap import sitemap
from diglot.states import State, Survey, as_json, core_pages, survey
from diglot.website import nav_of

log = logging.getLogger("mkdocs.plugins.diglot")  # below "mkdocs", so that --strict counts it

FEED = "feed.xml"
SITEMAP = "sitemap.xml"
NOT_FOUND = "404.html"

# Of MkDocs' configuration what no page is made from, or what is part of the key in another form.
_NOT_SETTINGS = {"config_file_path", "docs_dir", "hooks", "plugins", "site_dir", "strict", "theme", "watch"}

_BEFORE_I18N, _AFTER_I18N = 100, -200  # static-i18n's events are at -100


class LanguageConfig(I18nPluginLanguage):
    """static-i18n's language with any tag: its own type refuses ``fil`` and ``es-419``."""

    locale = option.Type(str)


class DiglotConfig(Config):
    """``languages``: tags to build, separated by spaces; empty for all. ``answer_free``: leave out the answers of questions.

    ``cache``: keep what a build found out for the next one, in ``.cache/``. ``redirects``: former name of a page → today's,
    in every language; ``diglot mv`` writes them.
    """

    languages = option.Type(str, default="")
    answer_free = option.Type(bool, default=False)
    cache = option.Type(bool, default=True)
    redirects = option.Type(dict, default={})


class DiglotPlugin(BasePlugin[DiglotConfig]):
    """See the module's docstring. State lives for one build of all languages."""

    course: Course
    history: History | None
    read: Course | None = None  # as it stands on disk; ``course`` is what readers get
    cache = NO_CACHE
    staged = False
    staging: Staging | None = None

    @property
    def lang(self) -> str:
        """The language being built."""
        return self.i18n.current_language or SOURCE

    @property
    def outer(self) -> bool:
        """Whether this is the build that static-i18n starts the others from."""
        return not self.i18n.building

    # ------------------------------------------------------------------------------------------------ configuration

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """A preview writes into a folder of its own, and a dirty build into what is there; every other is staged."""
        context = click.get_current_context(silent=True)
        serves = command == "serve" or (context is not None and context.info_name == "serve")  # `serve --clean` says "build"
        self.staged = not serves and not dirty
        given = context.params if serves and context else {}
        self.follows = serves and not dirty and given.get("livereload", True)
        self.options = {name: given.get(name) for name in ("dev_addr", "strict", "theme", "use_directory_urls")}
        self.bundles: dict[str, dict[str, bytes]] | None = {} if serves else None  # a preview's search, by language

    def _stage(self, config: MkDocsConfig) -> None:
        """Build beside the old site; ``on_shutdown`` puts the new one in its place."""
        self.staging, self.whole, self.built_config = Staging(Path(config.site_dir)), False, config
        try:
            self.staging.begin()
        except CannotPublish as reason:
            self.staging = None
            raise Abort(f"Nothing was built: {reason}.") from reason
        config.site_dir = str(self.staging.new)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
        """From now on an edit is followed by ``preview``."""
        if self.follows:
            Preview(self, config, self.options).follow(server)
        return server

    def on_build_error(self, error: Exception) -> None:
        """Also a strict build that had a warning ends here."""
        self.whole = False
        if self.staging and isinstance(error, OSError):
            raise Abort(f"Nothing was published: {error}.") from error

    def on_shutdown(self) -> None:
        """The site takes its place if the build came to its end and nothing failed."""
        self.cache.close()
        if self.staging is None:
            return
        self.built_config.site_dir = str(self.staging.target)
        if not self.whole or sys.exc_info()[1] is not None:
            self.staging.abandon()
            return
        try:
            self.staging.finish()
        except CannotPublish as reason:
            raise Abort(f"Nothing was published: {reason}.") from reason

    def prepare(self, config: MkDocsConfig, ahead: Callable[[Course, Survey], None] = lambda _course, _survey: None) -> None:
        """What all languages have in common. Nothing is written yet but the folder for the new site.

        ``ahead`` may answer what the check will ask the cache of the course.
        """
        self.i18n = config.plugins["i18n"]
        root = Path(config.config_file_path).absolute().parent
        course = self.read = read_course(root, Path(config.docs_dir), self.read)
        course.cache = self.cache = Cache(root / CACHE_FILE if self.config.cache else None)
        self.inputs = Inputs(course)
        self.survey = survey(root, course.docs)
        ahead(course, self.survey)
        _stop_on_problems(course, self.survey, strict=config.strict)
        if self.staged:
            self._stage(config)
        self.shown = translations.published(course, self.survey)
        self.course = self.shown.course
        self.places = {(lang, page.name): name for (lang, name), page in self.course.pages.items()}
        self.time = commit_time(root)
        self.history = read_history(root, course.path(course.docs))
        stale = any(state.state == "stale" for state in self.shown.states.values())
        self.commits = commits(root, course.path(course.docs / SOURCE)) if stale else {}
        self.registry = read_models(self.course)[0]
        self.asked_in = questions.languages(self.course)
        theme.share_templates(config.theme)
        self.templates = folder_digest(Path(config.theme.custom_dir)) if config.theme.custom_dir else []
        self.scripts = policy.own_scripts(Path(config.theme.dirs[0]))
        self.styles: dict[str, str] = {}  # a page of a former address has none of them
        settings = self._settings(config)  # before a build tells them its language
        self.settings = None if settings is None else digest(settings, config.theme.name, dict(config.theme))
        self.listed: dict[str, list[Listed]] = {}
        self.not_found: dict[str, str] = {}
        self.searched: dict[str, list[search.Searched]] = {}
        wanted = self.config.languages.split()
        if unknown := set(wanted) - set(self.course.languages):
            raise Abort(
                f"Nothing was built: no language {', '.join(sorted(unknown))}; there are {', '.join(self.course.languages)}."
            )
        self.i18n.config.languages = [
            _language_config(language, build=not wanted or language.tag in wanted) for language in self.course.languages.values()
        ]
        self.tags = self.i18n.build_languages  # asked of static-i18n once: it looks at its settings every time

    def made_from(self, lang: str) -> list[Any] | None:
        """All that the files of a language are made from; None where other plugins or hooks may look at anything."""
        if self.settings is None:
            return None
        pages = self.inputs.of_build(self.course, lang, self.tags, self.survey, self.history)
        return [self.settings, self.commits, self.asked_in, *pages]

    def _settings(self, config: MkDocsConfig) -> dict[str, Any] | None:
        """The configuration and the templates; None where other plugins or hooks may look at anything."""
        if set(config.plugins) - {"diglot", "i18n"} or config.hooks:
            return None
        own = {"answer_free": self.config.answer_free, "templates": self.templates}
        return own | {key: value for key, value in config.items() if key not in _NOT_SETTINGS}

    def made_whole_from(self) -> list[Any]:
        """What ``complete`` makes the files of the site from, besides those of the languages."""
        return [self.time, self.shown.redirects, self.history and self.history.pages]

    @event_priority(_BEFORE_I18N)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the languages and check the course, before anything is written."""
        self.i18n = config.plugins["i18n"]
        if self.outer:
            self.prepare(config)
            self.i18n.current_language = None
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
        config.extra["frame"] = stylesheet.FRAME
        config.extra["languages"] = self._switch(self.course.languages, lambda tag: alternates.home(tag, config.site_url))
        own = next(iter(self.course.of(self.lang)), None)  # without a page of its own a language has nothing to search
        config.extra["search"] = f"{alternates.folder(self.lang)}{search.FOLDER}/" if own else ""
        spoken = self.tags if self.lang == SOURCE else [self.lang]  # most hosts serve the root one for all
        config.extra["not_found"] = theme.not_found(self.course, spoken, config.site_url)
        theme.name_colours(config.theme.get("palette"), words)

    def _switch(self, langs: Iterable[str], address: alternates.Address) -> list[dict[str, Any]]:
        return alternates.switch(self.course, self.tags, langs, address, self.lang)

    # -------------------------------------------------------------------------------------------------------- files

    @event_priority(_BEFORE_I18N)
    def _take_shared_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keep what is not of a language away from static-i18n, which drops folders that look like a tag (``js/``).

        Nor does it get to know other languages: it would look for each page in each of them, and nobody asks for what it finds.
        """
        own = [file for file in files if file.src_dir == config.docs_dir]
        apart = [file for file in own if _top(file) not in self.course.languages]
        self.shared = [file for file in apart if not file.is_documentation_page() and not _is_data(file)]
        self.all_languages = self.i18n.config.languages
        self.i18n.config.languages = [one for one in self.all_languages if one.locale in (SOURCE, self.lang)]
        if self.lang == SOURCE:
            for file in apart:
                if file.is_documentation_page():
                    log.info("%s lies in no language's folder and is not published", self.course.path(Path(file.abs_src_path)))
        read = [self._placed(file, config) for file in own if self._is_read(file)]
        theme = [file for file in files if file.src_dir != config.docs_dir and _is_used(file)]
        sheets = {file.src_uri: file.content_string for file in theme if stylesheet.is_sheet(file.src_uri)}
        self.sheets = sheets if stylesheet.has_ours(sheets) else {}
        framed = self.cache.answer("frame", [sheets], partial(stylesheet.frame, sheets)) if self.sheets else {}
        self.frame = framed.pop(stylesheet.FRAME, "")
        self.styles = {**framed, **stylesheet.rooms(self.sheets)}
        return Files(read + [file for file in theme if not (self.sheets and stylesheet.is_joined(file.src_uri))])

    def _is_read(self, file: File) -> bool:
        """Whether a file is of English or of the language being built, and not a page that is held back."""
        lang, _, name = file.src_uri.partition("/")
        is_page = file.is_documentation_page()
        return lang in (SOURCE, self.lang) and not _is_data(file) and (not is_page or (lang, name) in self.places)

    def _placed(self, file: File, config: MkDocsConfig) -> File:
        """A translation in the place of its English page, where ``of:`` names another."""
        lang, _, name = file.src_uri.partition("/")
        place = self.places.get((lang, name), name)
        if place == name:
            return file
        return File(f"{lang}/{place}", config.docs_dir, config.site_dir, config.use_directory_urls)

    @event_priority(_AFTER_I18N)
    def _put_shared_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Shared files are published as they are, once, by the English build."""
        self.i18n.config.languages = self.all_languages
        for file in self.shared:
            files.append(file)
        if self.lang == SOURCE and self.sheets:
            files.append(_generated(stylesheet.FRAME, self.frame, config))
        states = self.shown.states.items()
        self.parts = {name: state for (lang, name), state in states if lang == self.lang and state.pin.part}
        for file in files.documentation_pages():
            own = self.course.pages[file.locale, file.norm_src_uri]
            if own.name != file.norm_src_uri:
                file.abs_src_path, file.edit_uri = str(self.course.root / own.path), f"{own.lang}/{own.name}"
            if file.norm_src_uri in self.parts:
                file.inclusion = InclusionLevel.NOT_IN_NAV  # in a navigation for all languages it has no place
        if self._has_dashboard():
            text = f"# {self.course.words(self.lang)['dashboard.title']}\n"
            file = _generated(f"{alternates.folder(self.lang)}{dashboard.PAGE}", text, config)
            file.locale, file.norm_src_uri = self.lang, dashboard.PAGE
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
            if first := next(iter(navigation.pages_below(section)), None):
                section.title = _top(first.file).capitalize()
        return nav

    @event_priority(_AFTER_I18N)
    def _keep_navigation(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, whose sections get their titles once the pages have theirs, and the files."""
        pages = {file.norm_src_uri: file.page for file in files.documentation_pages()}
        wholes = dict.fromkeys(state.english for state in self.parts.values())
        navigation.put_parts(nav, {whole: [pages[name] for name in self._parts_of(whole)] for whole in wholes})
        self.nav, self.files = nav, files
        self.rendered_with = rendering.settings(config)
        return nav

    def _parts_of(self, whole: str) -> list[str]:
        """The pages of this language that are parts of an English page, in the order of its headings."""
        own = {name: state.pin.part for name, state in self.parts.items() if state.english == whole}
        ids = [heading.id for heading in headings_of(self.course.pages[SOURCE, whole])]
        return sorted(own, key=lambda name: ids.index(own[name]) if own[name] in ids else len(ids))

    on_nav = CombinedEvent(_name_languages, _keep_navigation)

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Title the sections, and lend the theme's words to a language that it does not know."""
        for file in files.documentation_pages():
            navigation.title_page(file.page)
        navigation.title_sections(self.nav.items)
        lender = theme.lend_words(env, self.course.languages[self.lang])
        theme.put_before(env, self.styles)
        if lender != self.lang:
            log.info("Material has no words for '%s'; it speaks '%s' there", self.lang, lender)
        if borrowed := self.course.words(self.lang).borrowed():
            log.info(
                "%d of the site's words are not in '%s' yet and come from a parent language or English",
                borrowed,
                self.lang,
            )
        if self._has_dashboard():
            self._fill_dashboard(self._dashboard().page, files, config)
        self._add_questions(files, config)
        env.globals["once"] = self._once
        self.made_once: dict[str, str] = {}
        self.finished = self._finished(config) if self.staged or self.follows else None
        self.urls = digest(sorted((file.src_uri, file.url) for file in files), self.registry)
        return env

    def _finished(self, config: MkDocsConfig) -> Finished | None:
        """The finished pages of this language in the site that stands; None where others may have a word in them."""
        settings = self._settings(config)
        if settings is None:
            return None
        speaking = {key: value for key, value in config.extra.items() if key != "alternate"}  # that one is the page's own
        told = [{**settings, "extra": speaking}, dict(config.theme), self.lang, self.tags]
        stands = self.staging.target if self.staging else Path(config.site_dir)
        return Finished(self.cache, stands, [*told, finished.shown(self.nav)])

    def _fill_dashboard(self, page: BuiltPage, files: Files, config: MkDocsConfig) -> None:
        """How the translations stand, under the titles that the pages have in this language."""
        places = {other.file.norm_src_uri: self._place(other) for other in navigation.in_order(self.nav, files)}
        core = core_pages(self.survey.english, nav_of(config))
        groups = dashboard.groups(self.survey, self.course.languages, places, core, self.commits)
        home = "../" * page.url.count("/")
        page.content = dashboard.page(groups, self.course.words(self.lang), home)
        page.toc = TableOfContents([AnchorLink(str(page.title), dashboard.FOLDER, 1)])
        page.edit_url = None

    def _place(self, page: BuiltPage) -> dashboard.Place:
        edit = self._edit_url(page, SOURCE, page.file.norm_src_uri)
        return dashboard.Place(html.unescape(str(page.title)), self._relative(page.file), edit)

    def _edit_url(self, page: BuiltPage, lang: str, name: str) -> str:
        """Where the text of a page in some language is edited; ``page`` is it in any."""
        return furniture.edit_url(page.edit_url or "", page.file.edit_uri or "", f"{lang}/{name}")

    def _add_questions(self, files: Files, config: MkDocsConfig) -> None:
        """A link in each lesson to its questions' own pages, these pages, and the bank. All content is rendered by now."""
        pages = {page.file.norm_src_uri: page for page in navigation.in_order(self.nav, files)}
        articles = [self._article(page) for page in pages.values()]
        for article in articles:
            pages[article.name].content = article.html
        self.lessons = questions.lessons(articles)
        self.ids_by_lesson = questions.ids_by_lesson(self.lessons)
        self.asked = {}
        for lesson in self.lessons:
            for number in range(1, len(lesson.questions) + 1):
                page = self._question_page(lesson, number, pages[lesson.name], config)
                self.asked[page.file.src_uri] = lesson, number
                files.append(page.file)
        chapters = {article.name.removesuffix("/index.md"): article.title for article in articles}
        bank = questions.bank(self.lessons, config.extra.get("course", ""), self.lang, chapters)
        files.append(_generated(f"{alternates.folder(self.lang)}{questions.BANK}", bank, config))

    def _article(self, page: BuiltPage) -> questions.Article:
        file, title = page.file, html.unescape(str(page.title))
        headings = navigation.headings(page)
        article = questions.Article(file.norm_src_uri, title, self._relative(file), page.content or "", file.locale, headings)
        words = self.course.words(file.locale)
        return replace(article, html=questions.with_addresses(article, words) + worksheet.key(article.html, words))

    def _question_page(self, lesson: questions.Lesson, number: int, source: BuiltPage, config: MkDocsConfig) -> BuiltPage:
        question = lesson.questions[number - 1]
        file = _generated(f"{alternates.folder(self.lang)}{questions.FOLDER}/{question.id}/index.md", "", config)
        file.locale, file.norm_src_uri = lesson.lang, lesson.name  # as static-i18n says it of a page
        page = BuiltPage(html.escape(question.text, quote=False), file, config)
        words = self.course.words(lesson.lang)
        title = words.fill("questions.title", number=number, all=len(lesson.questions))
        page.markdown, page.content = "", questions.page(lesson, number, words)
        page.toc = TableOfContents([AnchorLink(html.escape(title), "question", 1)])
        page.meta = {"description": html.escape(f"{title} · {lesson.title}"), "search": {"exclude": True}}
        page.edit_url, page.parent = source.edit_url, source.parent
        return page

    def on_pre_page(self, page: BuiltPage, config: MkDocsConfig, files: Files) -> BuiltPage:
        """What rendering a page gives is kept for the next build."""
        source = self.course.pages[page.file.locale, page.file.norm_src_uri]
        if source.path:
            page.render = rendering.kept(page, page.render, self.cache, lambda: [self.rendered_with, *self.inputs.of(source)])
        return page

    def on_page_markdown(self, markdown: str, page: BuiltPage, config: MkDocsConfig, files: Files) -> str:
        """A translation whose questions English has changed since shows those in English."""
        key = page.file.locale, page.file.norm_src_uri
        return self.course.pages[key].front.body if self.shown.english_questions.get(key) else markdown

    def on_page_content(self, html: str, page: BuiltPage, config: MkDocsConfig, files: Files) -> str:
        """Marks in a translation that is behind. Its anchors are its own affair: no English author is stopped by them."""
        if page.file.locale != self.lang:
            page.links_to_anchors = {}  # the English build has checked them
        key = page.file.locale, page.file.norm_src_uri
        words = self.course.words(page.file.locale)
        if ids := self.shown.english_questions.get(key):
            html = questions.replace_forms(html, lambda form, data: _noted(form, data, ids, words))
        if found := self.shown.notices.get(key):
            html = translations.marked(html, found, words, get_relative_url(self._relative(page.file) or ".", page.url))
        return html

    def on_page_context(self, context: dict[str, Any], page: BuiltPage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
        """What is true of this page in this language."""
        file = page.file
        name, real = file.norm_src_uri, file.locale == self.lang
        lesson, number = self.asked.get(file.src_uri, (None, 0))
        question = lesson.questions[number - 1].id if lesson else ""
        there = self.asked_in[question] if question else self.course.langs_of(name)
        langs = [tag for tag in there if tag in self.tags]
        relative, site_url = self._relative(file), config.site_url

        def address(tag: str) -> str:
            own = tag in there or not (state := self.shown.states.get((self.lang, name))) or not state.pin.part
            return alternates.folder(tag) + (relative if own else self._section(state, config))

        def absolute(tag: str) -> str:
            return alternates.absolute(site_url, address(tag))

        if not real:
            page.canonical_url = absolute(SOURCE)
        config.extra["alternate"] = alternates.hreflang(langs, absolute) if real and site_url else True
        source = self.course.pages[file.locale, name]
        url = page.canonical_url or ""
        title = html.unescape(str(page.title))
        description = str(source.meta.get("description") or "")
        listed = Listed(self.lang, name, title, url, description, real, question)
        self.listed.setdefault(self.lang, []).append(listed)
        words, forum = self.course.words(self.lang), config.extra.get("forum")
        context["diglot"] = {
            "lang": self.lang,
            "source": file.locale,
            "fallback": not real,
            "languages": self._switch(self.course.langs_of(name), address),
            "reading": words.html("page.reading", minutes=self._minutes(source)),
            "ask": furniture.thread_of(source)
            or (furniture.ask_url(forum, title, furniture.chapter_of(name), self.lang) if forum else ""),
            "notebooks": furniture.notebooks_of(source),
            "notebook": self._notebook(file),
            "report": furniture.report_url(config.repo_url, title, url, words) if config.repo_url else "",
            "translate": "" if real else furniture.translate_url(page.edit_url or "", SOURCE, self.lang, name),
            "markdown": "" if file.generated_by else PurePosixPath(file.dest_uri).with_suffix(".md").name,
            "feed": f"{alternates.folder(self.lang)}{FEED}" if site_url else "",
            "reviewers": list(self.course.languages[self.lang].reviewers) if real else [],
            "root": alternates.folder(self.lang),
            "english_questions": (file.locale, name) in self.shown.english_questions,
            "dashboard": self._dashboard().url if self._has_dashboard() else "",
            "foreign": list(dict.fromkeys(other.url for other in self._neighbours(page, nav) if other.file.locale != self.lang)),
            "marks": questions.in_script(self._shown_questions(nav)),
            **self._change(source),
        }
        if found := self.shown.notices.get((file.locale, name)):
            context["diglot"]["translation"] = self._translation(found.without_places if lesson else found, page, words)
        if lesson:
            context["diglot"] |= self._asked(page, lesson, number, address, config)
        self.given = None
        if self.finished:
            self.key = self.finished.key(page, context["diglot"], config.extra["alternate"])
            context[finished.GIVEN] = self.given = self.finished.get(self.key, page)
        return context

    def _minutes(self, page: Page) -> int:
        return page.answer(self.cache, "minutes", [], partial(furniture.reading_minutes, page))

    def _neighbours(self, page: BuiltPage, nav: Navigation) -> Iterator[BuiltPage]:
        """The pages to which the theme's navigation and footer link."""
        yield from navigation.shown(nav.items)
        yield from filter(None, (page.previous_page, page.next_page))

    def _has_dashboard(self) -> bool:
        """Whether there are translations; a page that an author has put at its address is left alone."""
        page = self.course.pages.get((self.lang, dashboard.PAGE))
        return page is not None and not page.path

    def _dashboard(self) -> File:
        return self.files.get_file_from_path(f"{alternates.folder(self.lang)}{dashboard.PAGE}")

    def _translation(self, found: translations.Notice, page: BuiltPage, words: Words) -> dict[str, Any]:
        state = self.shown.states[page.file.locale, page.file.norm_src_uri]
        english = self._edit_url(page, SOURCE, state.english)
        return {
            "machine": found.machine,
            "sentence": found.sentence(words),
            "links": found.links,
            "english": self._relative(page.file) or ".",
            "compare": furniture.compare_url(english, SOURCE, state.english, self.commits.get(state.pin.source, "")),
            "file": f"{state.lang}/{state.name}",
        }

    def _asked(
        self, page: BuiltPage, lesson: questions.Lesson, number: int, address: alternates.Address, config: MkDocsConfig
    ) -> dict[str, Any]:
        """What is true of the page of a question. A language whose lesson lacks it shows the lesson instead."""
        question, own = lesson.questions[number - 1], self.course.langs_of(lesson.name)
        there = self.asked_in[question.id]
        first = next(navigation.pages_below(page.parent), None) if page.parent else None

        def near(tag: str) -> str:
            home = address(tag).removesuffix(question.url)
            return home + (question.url if tag in there or (tag not in own and SOURCE in there) else lesson.url)

        home = alternates.absolute(config.site_url, address(lesson.lang)).removesuffix(question.url)
        return {
            "question": question.id,
            "beside": f"{lesson.lang} {first.url if first else ''}",
            "structured": questions.structured(
                lesson, number, lambda relative: home + relative, config.site_name, config.extra.get("licence", "")
            ),
            "languages": self._switch(own, near),
            "reading": "",
            "markdown": "",
        }

    def _once(self, key: str, caller: Callable[[], str]) -> str:
        """What a template makes for all pages with the same key."""
        if key not in self.made_once:
            self.made_once[key] = caller()
        return self.made_once[key]

    def _shown_questions(self, nav: Navigation) -> dict[str, list[str]]:
        """The questions of the lessons that the navigation shows on the page being built."""
        shown = {self._relative(page.file) for page in navigation.shown(nav.items)}
        return {url: ids for url, ids in self.ids_by_lesson.items() if url in shown}

    def _relative(self, file: File) -> str:
        """A page's address, relative to the root of the language being built."""
        relative = file.url.removeprefix(alternates.folder(self.lang))
        return "" if relative in (".", "./") else relative

    def _notebook(self, file: File) -> str:
        """The page as a notebook, where ``diglot notebook`` has put one beside it."""
        if not file.abs_src_path:
            return ""  # made by the build
        source = Path(file.abs_src_path).with_suffix(".ipynb")
        name = PurePosixPath(file.norm_src_uri).with_suffix(".ipynb")
        return get_relative_url(f"{alternates.folder(file.locale)}{name}", file.url) if source.is_file() else ""

    def _section(self, state: State, config: MkDocsConfig) -> str:
        """The section of an English page that a translated page is about, relative to the root of a language."""
        url = File(state.english, None, config.site_dir, config.use_directory_urls).url
        return f"{url}#{state.pin.part}"

    def _change(self, page: Page) -> dict[str, Any]:
        change = self._history_of(page.lang, page.name)
        if not change:
            return {}
        day = change.last.date()
        english = self._history_of(SOURCE, page.name) if page.lang != SOURCE else None
        return {
            "changed": day.isoformat(),
            "changed_text": furniture.long_date(day, self.lang),
            "authors": list((english or change).authors),
            "translators": list(change.authors) if english else [],
        }

    def _history_of(self, lang: str, name: str) -> Change | None:
        page = self.course.pages.get((lang, name))
        return self.history.pages.get(page.path) if self.history and page else None

    # --------------------------------------------------------------------------------------------------------- output

    def on_post_page(self, output: str, page: BuiltPage, config: MkDocsConfig) -> str:
        """Beside each page of a language's own: the same as Markdown."""
        if page.file.locale == self.lang and not page.file.generated_by:
            source = self.course.pages[self.lang, page.file.norm_src_uri]
            make = partial(furniture.as_markdown, source, self.registry, partial(self._address, config=config))
            text = self.cache.answer("markdown", [source.digest, self.urls, config.site_url], make)
            _write(Path(page.file.abs_dest_path).with_suffix(".md"), text)
            text = translations.unmarked(page.content or "")
            found = search.Searched(self._relative(page.file), html.unescape(str(page.title)), text)
            self.searched.setdefault(self.lang, []).append(found)
        if self.given:
            return output
        output = self._guarded(output)
        if self.finished:
            self.finished.put(self.key, output)
        return output

    def _guarded(self, output: str) -> str:
        """A page with its policy; not in a preview, into which MkDocs puts a script of its own."""
        return output if self.bundles is not None else policy.guarded(output, self.scripts, self.styles.values())

    def _address(self, name: str, config: MkDocsConfig) -> str:
        file = self.files.get_file_from_path(name)
        return urljoin(config.site_url or "/", file.url) if file else ""

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Keep each language's 404 page: all are written to the same place, the last one would win."""
        if template_name == NOT_FOUND:
            self.not_found[self.lang] = output_content = self._guarded(output_content)
        return output_content

    # --------------------------------------------------------------------------------------------------------- search

    @event_priority(_BEFORE_I18N)
    def _write_search(self, config: MkDocsConfig) -> None:
        """The language's bundle. A preview keeps that of its first build: an edit does not wait for the index."""
        folder = Path(config.site_dir) / alternates.folder(self.lang) / search.FOLDER
        if self.bundles and self.lang in self.bundles:
            search.put(self.bundles[self.lang], folder)
        elif pages := self.searched.get(self.lang):
            search.put(self._bundle(pages), folder)
        if self.bundles is not None:
            self.bundles[self.lang] = search.files(folder)

    def _bundle(self, pages: list[search.Searched]) -> dict[str, bytes]:
        make = partial(search.as_text, pages, self.lang, self.cache)
        searched = [(page.url, page.title, text_digest(page.html)) for page in pages]
        made = self.cache.answer("search", [self.lang, *searched], make)
        return {name: b64decode(content) for name, content in made.items()}

    @event_priority(0)
    def _before_other_languages(self, config: MkDocsConfig) -> None:
        """static-i18n builds the others now: none of them may stop at its own warnings, the outer build counts them all.

        In a preview it builds none: each is built when it is looked at.
        """
        if self.outer or self.follows:
            self.strict, config.strict = config.strict, False
            self.i18n.building = self.follows

    @event_priority(_AFTER_I18N)
    def _after_other_languages(self, config: MkDocsConfig) -> None:
        if self.follows:
            self.i18n.building = False
        if self.outer:
            config.strict = self.strict
            self.complete(config)

    def complete(self, config: MkDocsConfig) -> None:
        """Write what belongs to the site, or to a language and is made from the records of its build."""
        site, tags = Path(config.site_dir), [tag for tag in self.tags if tag in self.not_found]
        pages = [page for tag in tags for page in self.listed.get(tag, ())]
        for tag in tags:
            _write(site / alternates.folder(tag) / NOT_FOUND, self.not_found[tag])
            self._write_redirects(tag, config)
        if config.site_url:  # all their addresses are absolute
            groups = listing.groups(pages, self._history_of)
            _write(site / SITEMAP, self.cache.answer("sitemap", map(astuple, groups), partial(sitemap, groups)))
            for tag in tags:
                _write(site / alternates.folder(tag) / FEED, self._feed(tag, config))
        if self.survey.states:
            _write(site / dashboard.DATA, as_json(self.survey.states) + "\n")
        if self.bundles is None:
            policy.write_headers(site)
        self.cache.save()
        self.whole = True

    on_post_build = CombinedEvent(_write_search, _before_other_languages, _after_other_languages)

    def _write_redirects(self, tag: str, config: MkDocsConfig) -> None:
        titles = {page.name: page for page in self.listed.get(tag, ()) if not page.question}
        for old, new in redirects.ends(self.shown.redirects[tag]).items():
            if old in titles or new not in titles:
                continue  # the check has said so
            here, there = (File(name, None, config.site_dir, config.use_directory_urls) for name in (old, new))
            script = get_relative_url("assets/redirect.js", alternates.folder(tag) + here.url)
            listed = titles[new]
            text = redirects.page(
                listed.title, there.url_relative_to(here), listed.url, script, tag, self.course.languages[tag].dir
            )
            _write(Path(config.site_dir, alternates.folder(tag), here.dest_uri), self._guarded(text))

    def _feed(self, tag: str, config: MkDocsConfig) -> str:
        base = alternates.absolute(config.site_url, alternates.folder(tag))
        return atom(
            listing.entries(self.listed.get(tag, ()), tag, self._history_of),
            title=self.course.words(tag).fill("feed.title", site=config.site_name),
            site_url=base,
            feed_url=base + FEED,
            lang=tag,
            updated=datetime.fromtimestamp(self.time or 0, UTC),
        )


def _stop_on_problems(course: Course, found: Survey, *, strict: bool) -> None:
    """Say everything that is wrong, and stop a strict build before anything is written."""
    result = check_translations(course, found)
    problems = result.beside(check_course(course))
    for problem in problems:
        log.log(logging.WARNING if problem.severity == "error" else logging.INFO, "%s", problem)  # --strict counts WARNING
    for note in result.notes:
        log.info("%s", note)
    if errors(problems) and (strict or any(problem.code in FATAL for problem in problems)):
        raise Abort(f"Nothing was built: {summary(problems)}.")
    if SOURCE not in course.languages:
        raise Abort(f"Nothing was built: there is no English; add {SOURCE}/{LANGUAGE_FILE} with 'name: English'.")


def _noted(form: str, data: Mapping[str, str], ids: tuple[str, ...], words: Words) -> str:
    return translations.with_note(form, words) if data.get("id") in ids else form


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


def _is_used(file: File) -> bool:
    """Of the theme: its scripts are not loaded, the sitemap is written from records."""
    return file.src_uri != SITEMAP and not file.src_uri.startswith("assets/javascripts/") and not file.src_uri.endswith(".map")


def _copy_nothing(dirty: bool = False) -> None:  # noqa: FBT001, FBT002  MkDocs passes it by position
    """Stands in for ``File.copy_file`` of what the English build has already copied."""


def _generated(name: str, text: str, config: MkDocsConfig) -> File:
    return File.generated(config, name, content=text, inclusion=InclusionLevel.NOT_IN_NAV)


def _write(path: Path, text: str) -> None:
    put(text.encode(), path)
