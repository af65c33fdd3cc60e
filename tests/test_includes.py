"""A page includes files of the folder for includes, and nothing else."""

import pytest
from diglot.includes import check
from diglot.pages import Page

CONFIG = {"markdown_extensions": ["toc", {"pymdownx.snippets": {"base_path": ["includes"]}}]}
ELSEWHERE = "leads elsewhere; include a file below the folder for includes, by its name from there"
MISSING = "is in no folder for includes; put it there, or mend the name ('base_path' must name a folder of its own)"


def problems(root, text, config):
    return [(problem.line, problem.code, problem.message) for problem in check(Page("en", "a.md", "a.md", text), root, config)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.md", ""),
        ("a.md:2:3", ""),
        ("a.md:part", ""),
        ("folder/b.md", ""),
        ("../secret.md", ELSEWHERE),
        ("folder/../../secret.md", ELSEWHERE),
        ("/etc/passwd", ELSEWHERE),
        (".git/config", ELSEWHERE),
        (".env", ELSEWHERE),
        ("folder/.env", ELSEWHERE),
        ("https://example.org/a.md", ELSEWHERE),
        ("..\\secret.md", ELSEWHERE),
        ("missing.md", MISSING),
        ("link.md", MISSING),
    ],
)
def test_an_include_stays_in_its_folder(tmp_path, name, reason):
    (tmp_path / "includes/folder").mkdir(parents=True)
    for file in ("includes/a.md", "includes/folder/b.md", "secret.md"):
        (tmp_path / file).write_text("a\n")
    (tmp_path / "includes/link.md").symlink_to("../secret.md")
    expected = [(3, "I001", f"{name!r} {reason}")] if reason else []
    assert problems(tmp_path, f'# A\n\n--8<-- "{name}"\n', CONFIG) == expected
    assert [code for _, code, _ in problems(tmp_path, f"# A\n\n--8<--\n{name}\n--8<--\n", CONFIG)] == ["I001"] * bool(reason)


def test_the_course_itself_is_no_folder_for_includes(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("a: b\n")
    config = {"markdown_extensions": [{"pymdownx.snippets": {"base_path": "."}}]}
    assert [code for _, code, _ in problems(tmp_path, '--8<-- "mkdocs.yml"\n', config)] == ["I001"]


def test_without_the_extension_nothing_is_included(tmp_path):
    assert problems(tmp_path, '# A\n\n--8<-- "a.md"\n\n`--8<-- "b.md"`\n\n```\n--8<-- "c.md"\n```\n', {}) == [
        (3, "I001", "nothing can be included here; write the text itself")
    ]
