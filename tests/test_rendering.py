"""A page is rendered again exactly when something that it was made from has changed, and gives what it gave."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from diglot import rendering
from diglot.cache import Cache
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page

TEXT = "# Title\n\n## Part\n\n[b](b.md#there) and [here](#part) and ![x](dot.svg)\n"


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs/b").mkdir(parents=True)
    for name, text in {"a.md": TEXT, "b.md": "# B\n\n## There\n", "dot.svg": "<svg/>", "b/a.md": TEXT}.items():
        (tmp_path / "docs" / name).write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: []\nvalidation: {links: {anchors: warn}}\n", "utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"))


@pytest.fixture
def render(config: MkDocsConfig, tmp_path: Path) -> Callable[..., tuple[Page, bool]]:
    """Render a page as a build of its own would; the page, and whether Markdown had to."""
    kept = Cache(tmp_path / "cache.sqlite")

    def build(name: str = "a.md", *inputs: object, text: str = TEXT, files: Files | None = None) -> tuple[Page, bool]:
        files = files or get_files(config)
        page = Page(None, files.get_file_from_path(name), config)
        page.markdown, page.meta = text, {}
        rendered = []

        def markdown(config: MkDocsConfig, files: Files) -> None:
            rendered.append(True)
            Page.render(page, config, files)

        rendering.kept(page, markdown, kept, lambda: [rendering.settings(config), *inputs])(config, files)
        return page, bool(rendered)

    return build


def facts(page: Page) -> list[object]:
    links = {file.src_uri: anchors for file, anchors in page.links_to_anchors.items()}
    return [page.content, page.title, str(page.toc), [link.active for link in page.toc], page.present_anchor_ids, links]


def test_a_page_that_was_rendered_before_has_all_that_rendering_gave_it(render):
    first, new = render()
    again, anew = render()
    assert (new, anew) == (True, False)
    assert facts(first) == facts(again)
    assert facts(again)[-1] == {"b.md": {"there": "b.md#there"}, "a.md": {"part": "#part"}}


def test_another_text_another_setting_or_another_input_is_another_page(render, config):
    render()
    assert render(text=f"{TEXT}\nMore.")[1]
    assert render("a.md", "a file that it reads")[1]
    config.mdx_configs["toc"] = {"permalink": True}
    assert render()[1]


def test_a_page_is_rendered_again_where_a_link_leads_elsewhere(render, config):
    render()
    files = get_files(config)
    moved = File("b.md", config.docs_dir, config.site_dir, use_directory_urls=True, dest_uri="c/b/index.html")
    files.remove(files.get_file_from_path("b.md"))
    files.append(moved)
    page, new = render(files=files)
    assert new
    assert 'href="../c/b/#there"' in page.content


def test_files_that_a_page_does_not_link_to_are_no_matter(render, config, tmp_path):
    render()
    (tmp_path / "docs/new.md").write_text("# New\n", "utf-8")
    assert not render(files=get_files(config))[1]


def test_a_page_about_which_something_was_said_is_rendered_again_so_that_it_is_said_again(render, caplog):
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert render(text="[x](nowhere.md)")[1]
        assert ["nowhere.md" in record.getMessage() for record in caplog.records] == [True]
