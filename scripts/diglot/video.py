"""Videos that load nothing until they are asked for.

::

    /// video | Encoder–decoder models
        youtube: 0_4KEb08xrE
        duration: "6:47"
        captions: encoder-decoder.vtt
    ///

``file: talk.mp4`` instead of ``youtube`` plays a file of the site. The poster is drawn from the title, so that no picture
has to be fetched; a link works without JavaScript; captions (WebVTT or SRT) become a transcript that can be searched.
"""

from __future__ import annotations

import html
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import webvtt
from markdown.util import AtomicString
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import Block, SingleBlockExtension
from diglot.languages import Words
from diglot.page import here, words_for
from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import plain

# A pause of this many seconds between two captions begins a new paragraph of the transcript.
_PAUSE = 2.0

PLAYER = "https://www.youtube-nocookie.com"  # see video.js, too

_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_DURATION = re.compile(r"(?:(?P<hours>\d+):(?=[0-5]\d:))?(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)")


class BadCaptions(ValueError):
    """The captions cannot be read; the message says why."""


def check(page: Page, blocks: list[Block], folder: Path) -> Iterator[Problem]:
    """What is wrong with the videos of a page that lies in ``folder``."""
    for top in blocks:
        for block in top.walk():
            if block.name == VideoBlock.NAME:
                yield from _check_block(page, block, folder)


def _check_block(page: Page, block: Block, folder: Path) -> Iterator[Problem]:
    given = [name for name in ("youtube", "file") if block.option(name)]
    if len(given) != 1:
        has = " and ".join(given) or "neither youtube nor file"
        message = f"video has {has}; write one line, '    youtube: ID' or '    file: name.mp4'"
        yield page.problem(block.line, "B007", message)
    attrs = block.option("attrs")
    if isinstance(attrs, dict) and "id" in attrs:
        message = "'attrs: {id: …}' does not name a video; write '    youtube: ID'"
        yield Problem(page.path, *block.options.place("attrs"), "B007", message)
    for name in ("file", "captions"):
        value = block.option(name)
        if isinstance(value, str) and _is_beside(value):  # any other value is reported with the options
            yield from _check_file(page, block, name, folder / value)


def _check_file(page: Page, block: Block, name: str, path: Path) -> Iterator[Problem]:
    at = block.options.place(name)
    if not path.is_file():
        yield Problem(
            page.path,
            *at,
            "V001",
            f"{name} {block.option(name)!r} is not there; put the file beside the page, or mend the name",
        )
    elif name == "captions":
        try:
            read_captions(path)
        except BadCaptions as error:
            message = f"captions {block.option(name)!r} cannot be used: {error}; save them as WebVTT or SRT in UTF-8"
            yield Problem(page.path, *at, "V001", message)


def read_captions(path: Path) -> list[tuple[str, str]]:
    """The paragraphs of a caption file: start (``m:ss``, ``h:mm:ss``) and text of each. Pauses separate paragraphs."""
    try:
        captions = webvtt.from_srt(path) if path.suffix.lower() == ".srt" else webvtt.read(path)
    except UnicodeDecodeError as error:
        raise BadCaptions("they are not UTF-8") from error
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise BadCaptions(str(error)) from error
    times = path.read_text("utf-8-sig").count("-->")
    if not times:
        raise BadCaptions("there is no caption in them")
    if len(captions) < times:  # it passes over what it cannot read
        raise BadCaptions(f"{times - len(captions)} of {times} lines with '-->' are no times such as '00:01.000 --> 00:02.500'")
    paragraphs: list[tuple[str, list[str]]] = []
    end = -_PAUSE
    for caption in captions:
        if caption.start_in_seconds - end >= _PAUSE or not paragraphs:
            paragraphs.append((_clock(caption.start_in_seconds), []))
        end = caption.end_in_seconds
        paragraphs[-1][1].append(" ".join(html.unescape(caption.text).split()))
    return [(start, " ".join(texts)) for start, texts in paragraphs]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def iso_duration(duration: str) -> str:
    """``6:47`` as ISO 8601, ``PT6M47S``, which schema.org asks for."""
    found = _DURATION.fullmatch(duration)
    hours = f"{int(found['hours'])}H" if found["hours"] else ""
    return f"PT{hours}{int(found['minutes'])}M{int(found['seconds'])}S"


# ----------------------------------------------------------------------------------------------------------- render


def _youtube(value: Any) -> str:
    if not isinstance(value, str) or not _YOUTUBE_ID.fullmatch(value):
        raise ValueError("write the eleven signs behind 'v=' in the video's address, in quotes if they are all digits")
    return value


def _duration(value: Any) -> str:
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise ValueError('write minutes and seconds in quotes, for example "6:47", or "1:02:30" with hours')
    return value


def _is_beside(name: str) -> bool:
    return bool(name) and not name.startswith(("/", "\\")) and ":" not in name.partition("/")[0]


def _file_name(value: Any) -> str:
    if not isinstance(value, str) or not _is_beside(value):
        raise ValueError("write the name of a file beside the page")
    return value


class VideoBlock(Renderer):
    """A button with title, duration and drawn poster; the player comes when it is pressed."""

    NAME = "video"
    ARGUMENT = True
    OPTIONS = {
        "youtube": ("", _youtube),
        "file": ("", _file_name),
        "duration": ("", _duration),
        "captions": ("", _file_name),
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        """The whole figure, and below it the transcript; what the author writes inside the block stands in the caption."""
        words = words_for(self.md)
        figure = etree.SubElement(parent, "figure", {"class": "video"})
        self._poster(figure, words)
        self._metadata(figure)
        self.caption = etree.SubElement(figure, "figcaption")  # the last thing in it, as HTML has it
        self._link(self.caption, words)
        self._transcript(parent, words)
        return figure

    def on_add(self, block: etree.Element) -> etree.Element:
        """Content goes into the caption."""
        return self.caption

    def _poster(self, figure: etree.Element, words: Words) -> None:
        data = {"data-youtube": self.options["youtube"]} if self.options["youtube"] else {}
        button = etree.SubElement(figure, "button", {"type": "button", "class": "video__play", **data})
        picture = {"viewBox": "0 0 68 48", "aria-hidden": "true", "class": "video__sign"}
        sign = etree.SubElement(button, "svg", picture)
        etree.SubElement(sign, "rect", {"width": "68", "height": "48", "rx": "12"})
        etree.SubElement(sign, "path", {"d": "M27 13v22l20-11z"})
        words.put(etree.SubElement(button, "span", {"class": "video__action"}), "video.play")
        etree.SubElement(button, "span", {"class": "video__title"}).text = self.argument
        if self.options["duration"]:
            duration = etree.SubElement(button, "span", {"class": "video__duration"})
            unit = "hours" if _DURATION.fullmatch(self.options["duration"])["hours"] else "minutes"
            words.put(duration, f"video.{unit}", duration=self.options["duration"])

    def _link(self, caption: etree.Element, words: Words) -> None:
        line = etree.SubElement(caption, "p")
        if self.options["youtube"]:
            words.put(etree.SubElement(line, "span"), "video.notice").tail = " "
            address, key = f"https://www.youtube.com/watch?v={self.options['youtube']}", "video.watch"
        else:
            address, key = self.options["file"], "video.file"
        words.put(etree.SubElement(line, "a", {"class": "video__link", "href": address}), key)

    def _transcript(self, parent: etree.Element, words: Words) -> None:
        place = here(self.md)
        path = place.path.parent / self.options["captions"] if place and self.options["captions"] else None
        try:
            paragraphs = read_captions(path) if path and path.is_file() else []
        except BadCaptions:
            return  # the check reports it
        if not paragraphs:
            return
        details = etree.SubElement(parent, "details", {"class": "video__transcript"})
        words.put(etree.SubElement(details, "summary"), "video.transcript")
        for start, text in paragraphs:
            paragraph = etree.SubElement(details, "p")
            time = etree.SubElement(paragraph, "span", {"class": "video__time"})
            time.text = AtomicString(start)
            time.tail = AtomicString(f" {text}")

    def _metadata(self, figure: etree.Element) -> None:
        """JSON-LD (schema.org VideoObject): what a search engine may say about the video without loading it."""
        if not self.options["youtube"]:
            return
        data = {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": plain(self.argument),
            "embedUrl": f"{PLAYER}/embed/{self.options['youtube']}",
            **({"duration": iso_duration(self.options["duration"])} if self.options["duration"] else {}),
        }
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        holder = etree.SubElement(figure, "div", {"hidden": ""})
        holder.text = self.md.htmlStash.store(f'<script type="application/ld+json">{text}</script>')


class VideoExtension(SingleBlockExtension):
    """Registers the block."""

    blocks = (VideoBlock,)


def makeExtension(**options: Any) -> VideoExtension:
    """What Python-Markdown calls."""
    return VideoExtension(**options)
