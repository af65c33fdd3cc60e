"""Pins: ids computed without git, and front matter written without touching anything else."""

from __future__ import annotations

import pytest
from diglot.pins import Pin, blob_id, parse_batch, pin_in, pin_of, read_store, read_texts, with_pin
from hypothesis import given
from hypothesis import strategies as st
from projects import project

__all__ = ["project"]

ID = "0474bcf76408" + "0" * 28


def test_an_id_is_what_git_gives_the_text(project):
    project.commit(a="Größe\n")
    assert project.id("a") == project.git("rev-parse", "HEAD:docs/en/a.md").strip()
    assert blob_id(b"a\r\nb\r\n") == blob_id(b"a\nb\n")
    assert blob_id(b"", 64) == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"


PINS = {
    "all keys": (f"title: x\nsource: {ID}\ndraft: machine\nof: b.md\n", Pin(ID, "machine", "b.md", 3)),
    "a comment and quotes": (f'source: "{ID}"  # note\n', Pin(ID, line=2)),
    "capitals": (f"source: {ID.upper()}\n", Pin(ID, line=2)),
    "inside another key": (f"x:\n  source: {ID}\n", Pin()),
    "empty": ("source:\n", Pin(line=2)),
    "none": ("title: x\n", Pin()),
}


@pytest.mark.parametrize(("yaml", "expected"), PINS.values(), ids=PINS)
def test_a_pin_is_read(yaml, expected):
    assert pin_of(yaml) == expected


def test_only_forty_or_sixty_four_digits_are_an_id():
    assert [Pin(text).readable for text in (ID, ID + "0" * 24, ID[1:], "main", "")] == [True, True, False, False, False]


WRITTEN = {
    "no front matter": ("# T\n", {"source": ID}, f"---\nsource: {ID}\n---\n# T\n"),
    "front matter": ("---\ntitle: x # c\n---\n# T\n", {"source": ID}, f"---\nsource: {ID}\ntitle: x # c\n---\n# T\n"),
    "a pin": ("---\na: 1\nsource: old\nb: 2\n---\n", {"source": ID}, f"---\na: 1\nsource: {ID}\nb: 2\n---\n"),
    "a pin over lines": ("---\nsource: >\n  old\n---\n", {"source": ID}, f"---\nsource: {ID}\n---\n"),
    "two pins": ("---\nsource: a\nx: 1\nsource: b\n---\n", {"source": ID}, f"---\nsource: {ID}\nx: 1\n---\n"),
    "flag added": ("---\nsource: a\nx: 1\n---\n", {"draft": "machine"}, "---\nsource: a\ndraft: machine\nx: 1\n---\n"),
    "flag gone": ("---\nsource: a\ndraft: machine\n---\n", {"draft": None}, "---\nsource: a\n---\n"),
    "nothing left": ("---\ndraft: machine\n---\nx\n", {"draft": None}, "x\n"),
    "nothing to do": ("x\n", {"draft": None}, "x\n"),
    "crlf": ("---\r\na: 1\r\n---\r\nx\r\n", {"source": ID}, f"---\r\nsource: {ID}\r\na: 1\r\n---\r\nx\r\n"),
    "byte order mark": ("\ufeffx\n", {"source": ID}, f"\ufeff---\nsource: {ID}\n---\nx\n"),
}


@pytest.mark.parametrize(("text", "keys", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_a_pin_is_written_and_nothing_else(text, keys, expected):
    assert with_pin(text, keys) == expected
    assert with_pin(expected, keys) == expected


pieces = st.lists(
    st.sampled_from(["---", "...", "\n", "\r\n", "\r", "source:", " x", "\ufeff", "draft: machine", "a: 1", "# T", "|"])
)


@given(st.one_of(st.text(), pieces.map("".join)))
def test_what_was_written_is_read_whatever_the_text(text):
    written = with_pin(text, {"source": ID, "draft": None})
    assert (pin_in(written.encode("utf-8", "replace")).source, pin_in(written.encode("utf-8", "replace")).machine) == (ID, False)


def test_the_answer_of_git_is_parsed():
    output = b"aa blob 3\nx\ny\nbb missing\ncc tree 2\n\0\n\ndd blob 0\n\n"
    assert parse_batch(output) == {"aa": b"x\ny", "dd": b""}


def test_texts_are_read_by_id_and_nothing_else_is_asked(project):
    project.commit(a="one\n", b="two\n")
    ids = [project.id("a"), project.id("b"), ID, "HEAD", "--help", project.git("rev-parse", "HEAD").strip()]
    assert read_texts(project.root, ids) == {project.id("a"): b"one\n", project.id("b"): b"two\n"}


def test_where_there_is_no_repository_nothing_is_found(tmp_path, project):
    (tmp_path / "empty").mkdir()
    assert read_texts(tmp_path / "empty", [ID]) == {}
    assert not read_store(tmp_path / "empty").found
