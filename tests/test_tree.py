"""Files of a course: none leads out of it, hides another, or runs in a reader's browser."""

import unicodedata
from pathlib import Path

import pytest
from diglot.pages import read_course
from diglot.tree import check, links

PAGE = "# A\n"


def problems(root):
    course = read_course(root)
    return [str(problem) for problem in (*links(course), *check(course))]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/etc/hostname", "leads out of docs/"),
        ("../../secret.md", "leads out of docs/"),
        ("/etc", "leads out of docs/"),
        ("nowhere.md", "leads nowhere"),
        ("link.md", "leads round in a circle"),
        ("..", "leads round in a circle"),
        (".", "leads round in a circle"),
    ],
)
def test_a_link_that_leads_astray_is_refused(write_course, target, reason):
    root = write_course({"docs/en/index.md": PAGE, "secret.md": PAGE})
    (root / "docs/en/link.md").symlink_to(target)
    assert problems(root) == [f"docs/en/link.md:1:1: error D001 symbolic link {reason}; put the file itself here"]


def test_a_link_to_a_file_beside_it_is_none_of_our_business(write_course):
    root = write_course({"docs/en/index.md": PAGE, "docs/en/a.png": ""})
    (root / "docs/en/b.png").symlink_to("a.png")
    assert problems(root) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            ["en/foo.md", "en/Foo.md"],
            "docs/en/foo.md:1:1: error D002 'docs/en/Foo.md' has the same name but for case or accents; rename one of them",
        ),
        (
            [f"en/{unicodedata.normalize('NFC', 'é')}.md", f"en/{unicodedata.normalize('NFD', 'é')}.md"],
            f"docs/en/{unicodedata.normalize('NFC', 'é')}.md:1:1: error D002 "
            f"'docs/en/{unicodedata.normalize('NFD', 'é')}.md' has the same name but for case or accents; rename one of them",
        ),
        (
            ["en/foo.md", "en/foo/index.md"],
            "docs/en/foo/index.md:1:1: error D003 'docs/en/foo.md' has the same address; "
            "rename one of them, or put both into one page",
        ),
        (
            ["en/foo/index.md", "en/foo/README.md"],
            "docs/en/foo/index.md:1:1: error D003 'docs/en/foo/README.md' has the same address; "
            "rename one of them, or put both into one page",
        ),
        (
            ["assets/javascripts/base.js"],
            "docs/assets/javascripts/base.js:1:1: error D004 'assets' is a name that the site or its host needs; choose another",
        ),
        (
            ["en/_redirects"],
            "docs/en/_redirects:1:1: error D004 '_redirects' is a name that the site or its host needs; choose another",
        ),
        (
            ["en/assets/quiz.js"],
            "docs/en/assets/quiz.js:1:1: error D004 'assets' is a name that the site or its host needs; choose another",
        ),
        (
            ["en/search/search_index.json"],
            "docs/en/search/search_index.json:1:1: error D004 'search' is a name that the site or its host needs; choose another",
        ),
        (
            ["en/de/index.md"],
            "docs/en/de/index.md:1:1: error D004 'de' is a name that the site or its host needs; choose another",
        ),
        (
            ["en/a.html"],
            "docs/en/a.html:1:1: error D005 a .html file can run scripts in a reader's browser; write a page in Markdown, "
            "or use a plain picture",
        ),
    ],
)
def test_two_files_never_compete(write_course, files, expected):
    assert problems(write_course({"docs/en/index.md": PAGE, **{f"docs/{name}": PAGE for name in files}})) == [expected]


@pytest.mark.parametrize(
    ("drawing", "codes"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg"><path style="fill:red"/></svg>', []),
        ("<svg><script>alert(1)</script></svg>", ["D005"]),
        ("<svg onload='alert(1)'/>", ["D005"]),
        ("<svg><a href='javascript:alert(1)'/></svg>", ["D005"]),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", ["D005"]),
    ],
)
def test_a_drawing_has_no_scripts(write_course, drawing, codes):
    root = write_course({"docs/en/index.md": PAGE, "docs/en/a.svg": drawing})
    assert [line.split()[2] for line in problems(root)] == codes


def test_this_course_is_clean():
    assert problems(Path(__file__).parent.parent) == []
