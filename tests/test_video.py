"""Videos: the whole figure, what it may not load, captions to transcript, and the sentences for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from diglot.check import check_course
from diglot.pages import read_course
from diglot.video import BadCaptions, iso_duration, read_captions
from selectolax.lexbor import LexborHTMLParser

GOLDEN = Path(__file__).parent / "golden" / "video"

VTT = """\
WEBVTT

NOTE A comment is not spoken.

00:01.000 --> 00:03.000
<v Ana>An <b>encoder</b> reads &amp;

00:03.500 --> 00:05.000 align:start
a *decoder* writes.

intro
01:02:03.000 --> 01:02:05.000
- Why two?
- [Because](https://example.org/).
"""
SRT = """\
1
00:00:01,000 --> 00:00:03,000
An <i>encoder</i> reads

2
00:00:06,000 --> 00:00:07,500
and waits.
"""
COURSE = {
    "docs/de/_lang.yml": "name: Deutsch\nlabels:\n  video: {play: Video abspielen, minutes: '{duration} Minuten'}\n",
    "docs/en/talk.vtt": VTT,
    "docs/en/talk.srt": SRT,
    "docs/en/talks/talk.mp4": "",
    "docs/de/talk.vtt": VTT,
}


@pytest.fixture
def problems(write_course):
    """What the check says of a page with this text below its title."""

    def check(text: str) -> list[str]:
        root = write_course({**COURSE, "docs/en/lesson.md": f"# Lesson\n\n{text}\n"})
        return [str(problem) for problem in check_course(read_course(root))]

    return check


# ------------------------------------------------------------------------------------------------------------- the page


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_a_video_becomes_this_figure(source, render, write_course):
    lang = "de" if source.stem.endswith(".de") else "en"
    page = write_course(COURSE) / "docs" / lang / "lesson.md"
    assert render(source.read_text("utf-8"), page) + "\n" == source.with_suffix(".html").read_text("utf-8")


def test_a_video_loads_nothing_before_it_is_asked_for(render):
    tree = LexborHTMLParser(render("/// video | A talk\n    youtube: 0_4KEb08xrE\n///"))
    assert tree.css("iframe, img, video, source, link, object, embed, script[src]") == []
    found = [
        (node.tag, name) for node in tree.css("*") for name, value in node.attributes.items() if "0_4KEb08xrE" in (value or "")
    ]
    assert found == [("button", "data-youtube"), ("a", "href")]


def test_what_a_search_engine_is_told_cannot_leave_its_script(render):
    title = 'A </script> & <!-- "B" *C* `D`'
    tree = LexborHTMLParser(render(f"/// video | {title}\n    youtube: 0_4KEb08xrE\n    duration: '1:02:03'\n///"))
    script = tree.css_first("script[type='application/ld+json']").text()
    assert "<" not in script
    assert json.loads(script) == {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": 'A </script> & <!-- "B" C D',
        "embedUrl": "https://www.youtube-nocookie.com/embed/0_4KEb08xrE",
        "duration": "PT1H2M3S",
    }


def test_a_page_with_broken_captions_is_shown_without_them(render, write_course):
    page = write_course(COURSE | {"docs/en/talk.vtt": "nothing"}) / "docs/en/lesson.md"
    assert "<details" not in render("/// video | A talk\n    youtube: 0_4KEb08xrE\n    captions: talk.vtt\n///", page)


@pytest.mark.parametrize(
    ("written", "iso"),
    [("6:47", "PT6M47S"), ("0:05", "PT0M5S"), ("75:00", "PT75M0S"), ("1:02:03", "PT1H2M3S"), ("10:00:00", "PT10H0M0S")],
)
def test_a_duration_is_told_in_iso_8601(written, iso):
    assert iso_duration(written) == iso


@pytest.mark.parametrize(("written", "shown"), [("6:47", "6:47 min"), ("75:00", "75:00 min"), ("1:02:30", "1:02:30 h")])
def test_a_duration_is_shown_with_its_unit(written, shown, render):
    tree = LexborHTMLParser(render(f"/// video | A talk\n    youtube: 0_4KEb08xrE\n    duration: '{written}'\n///"))
    assert tree.css_first(".video__duration").text() == shown


# ------------------------------------------------------------------------------------------------------------- captions


@pytest.mark.parametrize(
    ("name", "data", "paragraphs"),
    [
        (
            "pauses.vtt",
            VTT.encode(),
            [("0:01", "An encoder reads & a *decoder* writes."), ("1:02:03", "- Why two? - [Because](https://example.org/).")],
        ),
        ("numbers.srt", SRT.encode(), [("0:01", "An encoder reads"), ("0:06", "and waits.")]),
        (
            "windows.srt",
            b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(),
            [("0:01", "An encoder reads"), ("0:06", "and waits.")],
        ),
        ("mark.vtt", "\ufeffWEBVTT\n\n00:00.000 --> 00:01.000\nÜber 🤗\n".encode(), [("0:00", "Über 🤗")]),
        ("script.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>\n", [("0:00", "alert(1)")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_captions_become_the_paragraphs_of_a_transcript(name, data, paragraphs, tmp_path):
    (tmp_path / name).write_bytes(data)
    assert read_captions(tmp_path / name) == paragraphs


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.vtt", b"", "Invalid format"),
        ("prose.srt", b"Hello.\n", "Invalid format"),
        ("header-only.vtt", b"WEBVTT\n", "there is no caption in them"),
        ("latin-1.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nÜber\n".encode("latin-1"), "they are not UTF-8"),
        (
            "mistyped.vtt",
            b"WEBVTT\n\n00:00.000 --> 00:01.000\na\n\n00:0x --> 00:03\nb\n",
            "1 of 2 lines with '-->' are no times such as '00:01.000 --> 00:02.500'",
        ),
        ("no-such-minute.vtt", b"WEBVTT\n\n00:99:99.000 --> 00:01.000\na\n", "Invalid timestamp '00:99:99.000'"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-4:] else "",
)
def test_captions_that_cannot_be_read_say_why(name, data, reason, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadCaptions) as caught:
        read_captions(tmp_path / name)
    assert str(caught.value) == reason


# ------------------------------------------------------------------------------------------------------------ the check


@pytest.mark.parametrize(
    "options",
    ["youtube: 0_4KEb08xrE", "youtube: '12345678901'\n    duration: '6:47'", "file: talks/talk.mp4\n    captions: talk.vtt"],
)
def test_a_video_that_is_right_is_no_problem(options, problems):
    assert problems(f"/// video | A talk\n    {options}\n///") == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (
            "duration: '6:47'",
            "3:1: error B007 video has neither youtube nor file; write one line, '    youtube: ID' or '    file: name.mp4'",
        ),
        (
            "youtube: 0_4KEb08xrE\n    file: talks/talk.mp4",
            "3:1: error B007 video has youtube and file; write one line, '    youtube: ID' or '    file: name.mp4'",
        ),
        (
            "youtube: https://youtu.be/0_4KEb08xrE",
            "4:5: error B007 youtube of 'video' is 'https://youtu.be/0_4KEb08xrE'; "
            "write the eleven signs behind 'v=' in the video's address, in quotes if they are all digits",
        ),
        (
            "youtube: 12345678901",
            "4:5: error B007 youtube of 'video' is 12345678901; "
            "write the eleven signs behind 'v=' in the video's address, in quotes if they are all digits",
        ),
        (
            "youtube: 0_4KEb08xrE\n    duration: 6:47",
            "5:5: error B007 duration of 'video' is 407; write minutes and seconds in quotes, for example \"6:47\","
            ' or "1:02:30" with hours',
        ),
        (
            "youtube: 0_4KEb08xrE\n    duration: '6:60'",
            "5:5: error B007 duration of 'video' is '6:60'; write minutes and seconds in quotes, for example \"6:47\","
            ' or "1:02:30" with hours',
        ),
        (
            "youtube: 0_4KEb08xrE\n    duration: '1:60:00'",
            "5:5: error B007 duration of 'video' is '1:60:00'; write minutes and seconds in quotes, for example \"6:47\","
            ' or "1:02:30" with hours',
        ),
        ("youtube: 0_4KEb08xrE\n    lenght: '6:47'", "5:5: error B002 block 'video' has no option 'lenght'; {known}"),
        (
            "youtube: 0_4KEb08xrE\n    captions: talks.vtt",
            "5:5: error V001 captions 'talks.vtt' is not there; put the file beside the page, or mend the name",
        ),
        (
            "youtube: 0_4KEb08xrE\n    captions: lesson.md",
            "5:5: error V001 captions 'lesson.md' cannot be used: Invalid format; save them as WebVTT or SRT in UTF-8",
        ),
        ("file: talk.mp4", "4:5: error V001 file 'talk.mp4' is not there; put the file beside the page, or mend the name"),
    ],
    ids=[
        "neither",
        "both",
        "an-address",
        "a-number",
        "sexagesimal",
        "sixty-seconds",
        "sixty-minutes",
        "misspelt",
        "lost",
        "no-captions",
        "no-file",
    ],
)
def test_a_video_that_is_wrong_is_reported_where_it_stands(options, found, problems):
    known = "known are attrs, captions, duration, file, youtube"
    assert problems(f"/// video | A talk\n    {options}\n///") == [f"docs/en/lesson.md:{found.format(known=known)}"]


@pytest.mark.parametrize("name", ["/talk.mp4", "//example.org/talk.mp4", "https://example.org/talk.mp4", "javascript:alert(1)"])
def test_a_video_file_lies_in_the_course(name, problems):
    assert problems(f"/// video | A talk\n    youtube: 0_4KEb08xrE\n    captions: {name}\n///") == [
        f"docs/en/lesson.md:5:5: error B007 captions of 'video' is {name!r}; write the name of a file beside the page"
    ]


def test_an_id_does_not_name_a_video(problems):
    assert problems("/// video | A talk\n    attrs: {id: a-b_c}\n///")[-1] == (
        "docs/en/lesson.md:4:5: error B007 'attrs: {id: …}' does not name a video; write '    youtube: ID'"
    )


def test_a_video_has_a_title(problems):
    assert problems("/// video\n    youtube: 0_4KEb08xrE\n///") == [
        "docs/en/lesson.md:3:1: error B006 block 'video' needs a title; write '/// video | Title'"
    ]
