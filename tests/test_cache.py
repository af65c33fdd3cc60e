"""What is kept is what was found, for exactly the inputs it was found for; damage costs time and nothing else."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from diglot import cache
from diglot.cache import NO_CACHE, Cache, plain

LONG = random.Random(0).randbytes(800).hex()  # 1,600 characters in about 900 bytes, however they are compressed


def ask(file: Path | None, *inputs: object, answer: object = "found") -> tuple[object, bool]:
    """An answer, and whether it had to be found anew, by a build of its own."""
    made = []

    def make() -> object:
        made.append(True)
        return answer

    kept = Cache(file)
    given = kept.answer("kind", inputs, make)
    kept.close()
    return given, bool(made)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "cache.sqlite"


def rows(file: Path) -> list[tuple[bytes, int, bytes]]:
    with sqlite3.connect(file) as database:
        return database.execute("SELECT * FROM answers").fetchall()


def test_a_question_is_answered_once(file):
    assert ask(file, "text", {"a": [1, None]}, answer={"x": ["ä", 1]}) == ({"x": ["ä", 1]}, True)
    assert ask(file, "text", {"a": [1, None]}, answer="another") == ({"x": ["ä", 1]}, False)


@pytest.mark.parametrize("other", [("text",), ("text", {"a": 2}), ("Text", {"a": 1}), ("text", {"a": "1"}), ()])
def test_other_inputs_are_another_question(file, other):
    ask(file, "text", {"a": 1})
    assert ask(file, *other)[1]


def test_another_version_of_a_package_or_of_the_code_is_another_question(file, monkeypatch):
    ask(file, "text")
    monkeypatch.setattr(cache, "engine", lambda: "other")
    assert ask(file, "text")[1]


def test_the_engine_names_this_code_and_every_installed_package(tmp_path, monkeypatch):
    before = cache.engine.__wrapped__()
    assert cache.engine.__wrapped__() == before
    (tmp_path / "another-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert cache.engine.__wrapped__() != before


@pytest.mark.parametrize("place", [0, 15, 31, 32, -1])
def test_an_answer_with_a_flipped_byte_is_not_there(file, place):
    ask(file, "text")
    ((key, _, value),) = rows(file)
    flipped = bytearray(value)
    flipped[place] ^= 1
    with sqlite3.connect(file) as database:
        database.execute("UPDATE answers SET value = ?", (bytes(flipped),))
    assert ask(file, "text") == ("found", True)
    assert [(key, value) for key, _, value in rows(file)] == [(key, value)]


@pytest.mark.parametrize("value", [None, "", 1, b"", b"\0" * 40])
def test_a_value_of_another_kind_is_not_there(file, value):
    ask(file, "text")
    with sqlite3.connect(file) as database:
        database.execute("UPDATE answers SET value = ?", (value,))
    assert ask(file, "text") == ("found", True)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_made_anew(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    assert ask(file, "text") == ("found", True)
    ask(file, "text")
    assert ask(file, "text") == ("found", False)


def test_half_a_file_is_made_anew(file):
    kept = Cache(file)
    for number in range(200):
        kept.put("kind", [number], LONG)
    kept.close()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    for _ in range(2):
        assert [Cache(file).answer("kind", [number], lambda: "new") in (LONG, "new") for number in range(200)] == [True] * 200
    assert ask(file, 1000) == ("found", True)
    ask(file, 1000)
    assert ask(file, 1000) == ("found", False)


def test_a_file_that_another_build_writes_is_left_to_it(file, monkeypatch):
    ask(file, "text")
    monkeypatch.setattr(cache, "_WAIT", 0)
    with sqlite3.connect(file) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert ask(file, "new") == ("found", True)
    assert ask(file, "text") == ("found", False)
    assert ask(file, "new") == ("found", True)


def test_two_builds_at_once_keep_what_both_found(file):
    one, other = Cache(file), Cache(file)
    one.put("kind", ["a"], "one")
    other.put("kind", ["b"], "other")
    one.save()
    other.save()
    assert (one.get("kind", ["b"]), other.get("kind", ["a"])) == ("other", "one")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "folder").write_text("a file in its place", "utf-8")
    assert ask(tmp_path / "folder" / "cache.sqlite", "text") == ("found", True)


def test_what_was_longest_unused_goes_first(file, monkeypatch):
    for number in range(4):
        monkeypatch.setattr(cache.time, "time", lambda now=number: now * 10_000)
        ask(file, number, answer=LONG)
    monkeypatch.setattr(cache.time, "time", lambda: 50_000)
    kept = Cache(file, largest=2200)
    assert kept.get("kind", [0]) == LONG
    kept.close()
    assert [Cache(file).get("kind", [number]) is not None for number in range(4)] == [True, False, False, True]


def test_without_a_file_every_question_is_asked_again():
    assert ask(None, "text") == ("found", True)
    assert NO_CACHE.get("kind", ["text"]) is None


def test_settings_are_plain_functions_by_name_and_objects_by_what_they_hold():
    class Setting:
        def __init__(self) -> None:
            self.value = (1, {"b", "a"})

    name = f"{__name__}.{Setting.__qualname__}"
    assert plain({"f": ask, 1: Setting()}) == {"f": f"{__name__}.ask", "1": [name, {"value": [1, ["a", "b"]]}]}
