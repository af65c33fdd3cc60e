"""What git knows: small real repositories, and the parser on its own."""

from __future__ import annotations

import logging
import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from diglot.history import (
    Change,
    Commit,
    History,
    Step,
    change,
    commit_time,
    display_name,
    parse_log,
    read_history,
    trace,
)

DAY = 86_400
START = 1_767_268_800  # 2026-01-01 12:00 UTC: day 0
TEXT = "".join(f"Sentence number {number} of this page.\n" for number in range(20))

# Everything a user may have set that would change what git prints.
HOSTILE = {
    "color.ui": "always",
    "core.commentChar": "C",
    "core.quotepath": "true",
    "diff.external": "false",
    "diff.noprefix": "true",
    "diff.orderFile": "order",
    "diff.relative": "true",
    "diff.renameLimit": "1",
    "diff.renames": "false",
    "format.notes": "true",
    "format.pretty": "oneline",
    "i18n.logOutputEncoding": "ISO-8859-1",
    "log.date": "relative",
    "log.decorate": "full",
    "log.diffMerges": "separate",
    "log.follow": "true",
    "log.mailmap": "false",
    "log.showRoot": "false",
    "log.showSignature": "true",
    "mailmap.file": "other.mailmap",
    "trailer.separators": "=",
}


@dataclass(frozen=True)
class Repository:
    """A throw-away repository; ``day`` dates a commit, for author and committer alike."""

    top: Path

    def git(self, *arguments: str, day: int = 0, author: str = "Ana <ana@example.org>") -> str:
        name, _, address = author.removesuffix(">").partition(" <")
        date = f"{START + day * DAY} +0200"
        variables = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", name), ("EMAIL", address), ("DATE", date))
        }
        command = ["git", "-C", str(self.top), *arguments]
        done = subprocess.run(command, env=os.environ | variables, capture_output=True, check=True)
        return done.stdout.decode()

    def write(self, path: str, text: str) -> None:
        (self.top / path).parent.mkdir(parents=True, exist_ok=True)
        (self.top / path).write_text(text, encoding="utf-8", newline="")

    def commit(self, day: int, *, author: str = "Ana <ana@example.org>", message: str = "x", **files: str) -> None:
        """Commit what is in the working tree and ``files``: the text of ``a.md`` is given as ``a``."""
        for name, text in files.items():
            self.write(f"docs/{name}.md", text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, day=day, author=author)

    def clone(self, to: Path, *options: str) -> Path:
        self.git("clone", "--quiet", "--no-local", *options, self.top.as_uri(), str(to))
        return to


@pytest.fixture(autouse=True)
def _no_user_configuration(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def repository(tmp_path):
    return _init(tmp_path / "repository")


def _init(top: Path, *options: str) -> Repository:
    top.mkdir()
    made = Repository(top)
    made.git("init", "--quiet", "--initial-branch=main", *options)
    return made


def at(day: int) -> datetime:
    return datetime.fromtimestamp(START + day * DAY, UTC)


def pages(root: Path, folder: str = "docs") -> dict[str, Change]:
    history = read_history(root, folder)
    assert history is not None
    return history.pages


# --- dates -----------------------------------------------------------------------------------------------------------


def test_a_page_has_the_day_it_was_added_and_the_day_of_its_last_change(repository):
    repository.commit(0, a="one", b="one")
    repository.commit(3, a="two")
    assert read_history(repository.top, "docs") == History(
        {
            "docs/a.md": Change(at(0), at(3), ("Ana",)),
            "docs/b.md": Change(at(0), at(0), ("Ana",)),
        }
    )


def test_dates_are_in_utc(repository):
    repository.commit(0, a="one")
    assert pages(repository.top)["docs/a.md"].first.isoformat() == "2026-01-01T12:00:00+00:00"


def test_dates_are_those_of_the_committer(repository):
    repository.write("docs/a.md", "one")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "x", "--date", f"{START - 90 * DAY} +0000", day=1)
    assert pages(repository.top)["docs/a.md"].first == at(1)


def test_a_clock_that_went_backwards_does_not_put_the_last_change_before_the_first(repository):
    repository.commit(5, a="one")
    repository.commit(2, a="two")
    assert pages(repository.top)["docs/a.md"] == Change(at(2), at(5), ("Ana",))


def test_a_date_beyond_the_calendar_ends_with_the_calendar():
    commit = Commit(253402300799, (" <>",), (Step("add", "a", "a"),))
    assert parse_log(b"commit 99999999999999\n\n <>\n\0\nA\0a\0") == (commit,)
    assert change([commit], {" <>": ""}).last == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_an_unreadable_date_is_the_epoch():
    assert parse_log(b"commit \n\nAna <a@x>\n\0\nA\0a\0")[0].time == 0


# --- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["with space", "größe", "注意力", "tab\tinside", 'quote"d', "line\nbreak", "commit 1", "R100", "-dash", "*"],
    ids=repr,
)
def test_a_page_may_have_any_name(repository, name):
    repository.commit(0, **{name: TEXT})
    repository.git("mv", "--", f"docs/{name}.md", f"docs/moved {name}.md")
    repository.commit(1)
    assert pages(repository.top) == {f"docs/moved {name}.md": Change(at(0), at(1), ("Ana",))}


def test_only_the_folder_is_answered_for(repository):
    repository.commit(0, a="one")
    repository.write("docs-old/b.md", "one")
    repository.write("README.md", "one")
    repository.commit(1)
    assert list(pages(repository.top)) == ["docs/a.md"]
    assert list(pages(repository.top, "docs/")) == ["docs/a.md"]
    assert list(pages(repository.top, ".")) == ["README.md", "docs-old/b.md", "docs/a.md"]


def test_the_top_of_the_repository_may_lie_above_the_course(repository):
    repository.write("courses/nlp é/docs/a.md", "one")
    repository.write("docs/other.md", "one")
    repository.commit(0)
    assert pages(repository.top / "courses" / "nlp é") == {"docs/a.md": Change(at(0), at(0), ("Ana",))}


def test_files_that_are_not_committed_or_gone_are_left_out(repository):
    repository.commit(0, a="one", b="two")
    (repository.top / "docs/b.md").unlink()
    repository.commit(1)
    repository.write("docs/new.md", "one")
    assert list(pages(repository.top)) == ["docs/a.md"]


# --- renames, deletions ----------------------------------------------------------------------------------------------


def test_a_rename_is_followed_through_an_edit_in_the_same_commit(repository):
    repository.commit(0, a=TEXT)
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(1, author="Li <li@example.org>", b=TEXT + "More.\n")
    assert pages(repository.top) == {"docs/b.md": Change(at(0), at(1), ("Ana", "Li"))}


def test_a_rename_into_the_folder_is_followed(repository):
    repository.write("chapters/a.md", TEXT)
    repository.commit(0)
    repository.write("docs/.keep", "x")
    repository.git("mv", "chapters/a.md", "docs/a.md")
    repository.commit(1)
    assert pages(repository.top)["docs/a.md"].first == at(0)


def test_a_new_page_at_a_name_that_was_left_does_not_inherit(repository):
    repository.commit(0, a=TEXT)
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(1)
    repository.commit(2, author="Li <li@example.org>", a="Something else.\n")
    assert pages(repository.top) == {
        "docs/a.md": Change(at(2), at(2), ("Li",)),
        "docs/b.md": Change(at(0), at(1), ("Ana",)),
    }


def test_names_that_go_round_in_a_circle_keep_their_files(repository):
    repository.commit(0, a=TEXT)
    repository.commit(1, author="Li <li@example.org>", b=TEXT.replace("page", "lesson").upper())
    for day, old, new in ((2, "a", "c"), (3, "b", "a"), (4, "c", "b")):
        repository.git("mv", f"docs/{old}.md", f"docs/{new}.md")
        repository.commit(day, author="Bot <bot@example.org>")
    assert pages(repository.top) == {
        "docs/a.md": Change(at(1), at(3), ("Li", "Bot")),
        "docs/b.md": Change(at(0), at(4), ("Bot", "Ana")),
    }


def test_empty_pages_are_not_taken_for_one_another(repository):
    repository.commit(0, a="")
    (repository.top / "docs/a.md").unlink()
    repository.commit(1, b="")
    assert pages(repository.top) == {"docs/b.md": Change(at(1), at(1), ("Ana",))}


def test_a_page_deleted_and_added_again_is_the_same_page(repository):
    repository.commit(0, a=TEXT)
    (repository.top / "docs/a.md").unlink()
    repository.commit(1, author="Bo <bo@example.org>")
    repository.commit(2, author="Li <li@example.org>", a=TEXT)
    assert pages(repository.top) == {"docs/a.md": Change(at(0), at(2), ("Ana", "Li"))}


def test_a_name_that_was_left_and_taken_again_is_like_any_other(repository):
    repository.commit(0, a=TEXT)
    for day, old, new in ((1, "a", "b"), (2, "b", "a")):
        repository.git("mv", f"docs/{old}.md", f"docs/{new}.md")
        repository.commit(day)
    repository.commit(3, b="Something else.\n")
    for day in (4, 6):
        for name in "ab":
            (repository.top / f"docs/{name}.md").unlink()
        repository.commit(day)
        repository.commit(day + 1, a=TEXT, b="Something else.\n")
    assert pages(repository.top) == {
        "docs/a.md": Change(at(0), at(7), ("Ana",)),
        "docs/b.md": Change(at(3), at(7), ("Ana",)),
    }


# --- merges ----------------------------------------------------------------------------------------------------------


def test_a_merge_that_touches_nothing_itself_does_not_count(repository):
    repository.commit(0, a=TEXT, b="one")
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(1, author="Li <li@example.org>", a=TEXT + "End.\n")
    repository.git("switch", "--quiet", "main")
    repository.commit(2, a="Start.\n" + TEXT)
    repository.git("merge", "--quiet", "--no-edit", "side", day=9, author="Bo <bo@example.org>")
    assert pages(repository.top) == {
        "docs/a.md": Change(at(0), at(2), ("Ana", "Li")),
        "docs/b.md": Change(at(0), at(0), ("Ana",)),
    }


def test_a_merge_of_three_branches_does_not_count_either(repository):
    repository.commit(0, a="one")
    for day, name in ((1, "b"), (2, "c")):
        repository.git("switch", "--quiet", "-c", name, "main")
        repository.commit(day, **{name: "one"})
    repository.git("switch", "--quiet", "main")
    repository.commit(3, d="one")
    repository.git("merge", "--quiet", "--no-edit", "b", "c", day=9, author="Bo <bo@example.org>")
    days = {"docs/a.md": 0, "docs/b.md": 1, "docs/c.md": 2, "docs/d.md": 3}
    assert pages(repository.top) == {path: Change(at(day), at(day), ("Ana",)) for path, day in days.items()}


def test_a_page_that_only_a_merge_adds_is_the_merges(repository):
    repository.commit(0, a="one")
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(1, b="one")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repository.commit(9, author="Bo <bo@example.org>", c="one")
    assert pages(repository.top)["docs/c.md"] == Change(at(9), at(9), ("Bo",))


def test_a_branch_goes_on_under_the_old_name_after_the_rename(repository):
    repository.commit(0, a=TEXT)
    repository.git("switch", "--quiet", "-c", "side")
    repository.git("switch", "--quiet", "main")
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(1)
    repository.git("switch", "--quiet", "side")
    repository.commit(2, author="Li <li@example.org>", a=TEXT + "More.\n")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-edit", "side", day=9, author="Bo <bo@example.org>")
    assert pages(repository.top) == {"docs/b.md": Change(at(0), at(2), ("Ana", "Li"))}


def test_a_branch_that_knew_a_page_under_a_name_since_given_to_another_changes_neither(repository):
    repository.commit(0, a=TEXT)
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(1, author="Li <li@example.org>", a=TEXT + "End.\n")
    repository.git("switch", "--quiet", "main")
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(2, b="Start.\n" + TEXT)
    repository.commit(3, author="Other <other@example.org>", a="Something else.\n")
    (repository.top / "docs/a.md").unlink()
    repository.commit(4)
    repository.git("merge", "--quiet", "--no-edit", "side", day=9)
    assert pages(repository.top)["docs/b.md"].first == at(0)


def test_a_branch_made_where_the_clock_was_slow_is_read_after_what_it_is_based_on(repository):
    repository.commit(8, z="one")
    repository.commit(9, a=TEXT)
    repository.git("switch", "--quiet", "-c", "side")
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(2, author="Li <li@example.org>")
    repository.commit(3, author="Li <li@example.org>", b=TEXT + "End.\n")
    repository.git("switch", "--quiet", "main")
    repository.commit(10, z="two")
    repository.git("merge", "--quiet", "--no-edit", "side", day=11)
    assert pages(repository.top)["docs/b.md"] == Change(at(2), at(9), ("Li", "Ana"))


def test_a_page_added_on_a_branch_follows_its_folder_that_was_renamed(repository):
    repository.commit(0, **{"old/a": TEXT})
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(1, author="Li <li@example.org>", **{"old/new": TEXT.upper()})
    repository.git("switch", "--quiet", "main")
    repository.git("mv", "docs/old", "docs/to")
    repository.commit(2)
    with_directories = ("-c", "merge.directoryRenames=true")
    repository.git(*with_directories, "merge", "--quiet", "--no-edit", "side", day=9, author="Bo <bo@example.org>")
    assert pages(repository.top) == {
        "docs/to/a.md": Change(at(0), at(2), ("Ana",)),
        "docs/to/new.md": Change(at(1), at(1), ("Li",)),
    }


def test_a_page_added_on_two_branches_has_the_earlier_day_and_both_authors(repository):
    repository.commit(0, z="one")
    repository.git("switch", "--quiet", "-c", "side")
    repository.commit(1, author="Li <li@example.org>", a="one")
    repository.git("switch", "--quiet", "main")
    repository.commit(2, a="one")
    repository.git("merge", "--quiet", "--no-edit", "side", day=9)
    assert pages(repository.top)["docs/a.md"] == Change(at(1), at(2), ("Li", "Ana"))


# --- authors ---------------------------------------------------------------------------------------------------------


def test_authors_come_by_commits_then_by_first_appearance(repository):
    for day, name in enumerate(("Ana", "Li", "Zoë", "Li", "Zoë", "Bo")):
        repository.commit(day, author=f"{name} <{name}@example.org>", a=str(day))
    assert pages(repository.top)["docs/a.md"].authors == ("Li", "Zoë", "Ana", "Bo")


def test_co_authors_count_once_a_commit(repository):
    message = "x\n\nCo-authored-by: Zoë <zoe@example.org>\nCo-Authored-By: Ana <ana@work.example>\nReviewed-by: B <b@c>"
    repository.commit(0, message=message, a="one")
    repository.commit(1, author="Zoë <zoe@example.org>", a="two")
    assert pages(repository.top)["docs/a.md"].authors == ("Zoë", "Ana")


def test_mailmap_holds_for_authors_and_co_authors(repository):
    repository.write(".mailmap", "Li Wei <li@example.org> <li@old.example>\nZoë Roth <zoe@example.org>\n")
    repository.commit(0, author="lw <li@old.example>", message="x\n\nCo-authored-by: zr <zoe@example.org>", a="one")
    assert pages(repository.top)["docs/a.md"].authors == ("Li Wei", "Zoë Roth")


def test_a_co_author_in_another_shape_harms_nobody(repository):
    trailers = ("Nobody", "<only@example.org>", "Half <half@example.org", "Two <t@example.org>, Three <u@example.org>")
    message = "x\n\n" + "\n".join(f"Co-authored-by: {value}" for value in trailers)
    repository.commit(0, message=message, a="one")
    assert pages(repository.top)["docs/a.md"].authors == ("Ana", "Nobody", "Half", "Two")


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ("Ana Ruiz <ana@example.org>", "Ana Ruiz"),
        ("ana@example.org <ana@example.org>", ""),
        ("Ana (ana@example.org) Ruiz <a@b>", "Ana Ruiz"),
        ("<ana@example.org>", ""),
        ("@ana <a@b>", "@ana"),
        ("  Ana\t Ruiz  <>", "Ana Ruiz"),
        ("Jose\N{COMBINING ACUTE ACCENT} <a@b>", "José"),
        ("", ""),
    ],
)
def test_a_name_never_shows_an_address(contact, name):
    assert display_name(contact) == name


def test_an_author_with_nothing_but_an_address_is_not_named(repository):
    repository.commit(0, author="ana@example.org <ana@example.org>", a="one")
    assert pages(repository.top)["docs/a.md"].authors == ()


# --- kinds of repository ---------------------------------------------------------------------------------------------


def test_sha256_repository(tmp_path):
    repository = _init(tmp_path / "long", "--object-format=sha256")
    repository.commit(0, a=TEXT)
    repository.git("mv", "docs/a.md", "docs/b.md")
    repository.commit(1)
    assert pages(repository.top) == {"docs/b.md": Change(at(0), at(1), ("Ana",))}
    assert commit_time(repository.top) == START + DAY


def test_line_endings_of_the_working_tree_do_not_matter(repository):
    repository.git("config", "core.autocrlf", "true")
    repository.commit(0, a="one\r\ntwo\r\n")
    assert pages(repository.top) == {"docs/a.md": Change(at(0), at(0), ("Ana",))}


def test_a_users_configuration_does_not_change_the_answer(repository):
    _everything(repository)
    plain = pages(repository.top / "course")
    repository.write("other.mailmap", "Somebody Else <li@example.org>\n")
    repository.write("order", "*\n")
    (repository.top / "blob").write_text("Another One <zoe@example.org>\n", encoding="utf-8")
    blob = repository.git("hash-object", "-w", "blob").strip()
    for key, value in (HOSTILE | {"mailmap.blob": blob}).items():
        repository.git("config", key, value)
    assert pages(repository.top / "course") == plain
    assert commit_time(repository.top) == START + 4 * DAY
    assert plain == {
        "docs/größe.md": Change(at(0), at(3), ("Ana", "Li", "Zoë")),
        "docs/new.md": Change(at(3), at(3), ("Li", "Zoë")),
    }


def _everything(repository: Repository) -> None:
    """A root commit, a rename with an edit, a co-author, a note, a merge, a signature."""
    repository.write("course/docs/a.md", TEXT)
    repository.commit(0)
    repository.git("switch", "--quiet", "-c", "side")
    repository.write("course/docs/a.md", TEXT + "More.\n")
    repository.commit(1)
    repository.git("switch", "--quiet", "main")
    repository.git("mv", "course/docs/a.md", "course/docs/größe.md")
    repository.write("course/docs/größe.md", "Start.\n" + TEXT)
    repository.write("course/docs/new.md", "one")
    repository.commit(3, author="Li <li@example.org>", message="x\n\nCo-authored-by: Zoë <zoe@example.org>")
    repository.git("notes", "add", "-m", "a note", "HEAD", day=3)
    repository.git("merge", "--quiet", "--no-edit", "side", day=4)
    _sign(repository)


def _sign(repository: Repository) -> None:
    """Give the current commit a signature that nobody can verify: no key is needed to make it."""
    commit = repository.git("cat-file", "commit", "HEAD")
    signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    (repository.top / "signed").write_text(commit.replace("\n\n", f"\n{signature}\n\n", 1), "utf-8", newline="")
    repository.git("reset", "--quiet", repository.git("hash-object", "-t", "commit", "-w", "signed").strip())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_COMMON_DIR", ".git"),
        ("GIT_DIR", ".git"),
        ("GIT_INDEX_FILE", ".git/index"),
        ("GIT_OBJECT_DIRECTORY", ".git/objects"),
        ("GIT_WORK_TREE", "nowhere"),
    ],
)
def test_a_hooks_environment_does_not_lead_to_another_repository(repository, tmp_path, monkeypatch, name, value):
    repository.write("course/docs/a.md", "one")
    repository.commit(0)
    other = _init(tmp_path / "other")
    monkeypatch.setenv(name, str(other.top / value))
    assert list(pages(repository.top / "course")) == ["docs/a.md"]


def test_a_history_that_is_grafted_on_one_machine_only_is_not_read(repository):
    repository.commit(0, a="one")
    repository.commit(1, a="two")
    repository.git("replace", "--graft", "HEAD")
    assert pages(repository.top)["docs/a.md"].first == at(0)


def test_reading_leaves_the_repository_as_it_was(repository):
    _everything(repository)
    before = sorted(repository.top.rglob("*"))
    pages(repository.top)
    assert sorted(repository.top.rglob("*")) == before


def test_a_clone_without_old_texts_answers_offline_and_says_what_it_misses(repository, tmp_path, caplog):
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit(0, a=TEXT, b=TEXT.upper())
    repository.git("mv", "docs/a.md", "docs/a2.md")
    repository.git("mv", "docs/b.md", "docs/b2.md")
    repository.commit(1, author="Li <li@example.org>", b2=TEXT.upper() + "More.\n")
    clone = repository.clone(tmp_path / "clone", "--filter=blob:none")
    with caplog.at_level(logging.INFO):
        assert pages(clone) == {
            "docs/a2.md": Change(at(0), at(1), ("Ana", "Li")),
            "docs/b2.md": Change(at(1), at(1), ("Li",)),
        }
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "Files that were moved and edited in one commit are dated from the move"
    ]


# --- no answer -------------------------------------------------------------------------------------------------------


def _no_git(repository, tmp_path, monkeypatch):
    repository.commit(0, a="one")
    monkeypatch.setenv("PATH", str(tmp_path))
    return repository.top


def _no_repository(repository, tmp_path, monkeypatch):
    return tmp_path


def _no_folder(repository, tmp_path, monkeypatch):
    return tmp_path / "nowhere"


def _no_commit(repository, tmp_path, monkeypatch):
    return repository.top


@pytest.mark.parametrize("place", [_no_git, _no_repository, _no_folder, _no_commit])
def test_without_history_there_is_none_and_one_line_says_so(repository, tmp_path, monkeypatch, caplog, place):
    root = place(repository, tmp_path, monkeypatch)
    with caplog.at_level(logging.INFO):
        assert read_history(root, "docs") is None
    assert commit_time(root) is None
    assert [record.message.partition(":")[0] for record in caplog.records] == ["Dates and authors are left out"]


def test_a_shallow_clone_has_no_history_but_the_time_of_its_commit(repository, tmp_path, caplog):
    repository.commit(0, a="one")
    repository.commit(1, a="two")
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    with caplog.at_level(logging.INFO):
        assert read_history(clone, "docs") is None
    assert caplog.messages == [
        "Dates and authors are left out: this clone is shallow; "
        "write 'git fetch --unshallow', in CI 'fetch-depth: 0', to get the rest"
    ]
    assert commit_time(clone) == START + DAY


def test_a_folder_git_has_never_seen_has_an_empty_history(repository):
    repository.commit(0, a="one")
    assert read_history(repository.top, "pages") == History({})


# --- the parts -------------------------------------------------------------------------------------------------------


def test_parse_log_reads_headers_renames_and_merges():
    log = (
        b"commit 10\n\nAna <a@x>\n\0\nA\0a.md\0D\0gone.md\0"
        b"commit 20\nc1\nLi <l@x>\nZo\xc3\xab <z@x>\nBo <b@x>\0\nR095\0a.md\0commit 30\0T\0link.md\0"
        b"commit 30\nc2\nAna <a@x>\n\0"
        b"commit 40\nc2 c3\nAna <a@x>\n\0\0AR\0to/b.md\0old/b.md\0to/b.md\0MM\0m\0m\0m\0AA\0n\0n\0n\0"
    )
    assert parse_log(log) == (
        Commit(10, ("Ana <a@x>",), (Step("add", "a.md", "a.md"),)),
        Commit(
            20,
            ("Li <l@x>", "Zoë <z@x>", "Bo <b@x>"),
            (Step("move", "a.md", "commit 30"), Step("edit", "link.md", "link.md")),
        ),
        Commit(30, ("Ana <a@x>",), ()),
        Commit(40, ("Ana <a@x>",), (Step("move", "old/b.md", "to/b.md"), Step("add", "n", "n")), merge=True),
    )


def test_an_empty_log_has_no_commits():
    assert parse_log(b"") == ()


def test_a_commit_counts_once_for_a_file_that_it_touches_under_two_names():
    first = Commit(1, (), (Step("add", "a", "a"),))
    moved = Commit(2, (), (Step("move", "a", "b"),))
    both = Commit(3, (), (Step("edit", "a", "a"), Step("edit", "b", "b")))
    assert trace([first, moved, both])["b"] == [first, moved, both]


def test_a_path_that_is_not_utf8_is_spelt_as_python_spells_it():
    assert parse_log(b"commit 1\n\nA <a@x>\n\0\nA\0\xff.md\0")[0].steps[0].new == os.fsdecode(b"\xff.md")
