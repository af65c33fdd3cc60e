"""HTML and Markdown inside a line, as Markdown that reads the same here.

Authors mix both in explanations, leave tags open, and write ``<mask>`` as a word. nh3 balances what is HTML and takes out
what is not safe; what is no HTML at all is text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser

import nh3

Link = Callable[[str], str]

_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small"),
    *("span", "strong", "sub", "sup", "u", "var", "p", "ul", "ol", "li", "div", "pre"),
}
_KNOWN_HTML = _INLINE | {
    *("img", "video", "audio", "source", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "hr", "input"),
    *("summary", "details", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "center", "font", "wbr", "ruby", "rt", "rp"),
}
_TAG = re.compile(r"<(?P<end>/?)\s*(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?)/?>")
_CODE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_LINK = re.compile(
    r"(?P<before>!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?)(?P<target>[^\s<>)]+(?:\([^\s)]*\)[^\s<>)]*)*)(?P<after>>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\))"
)
_BARE = re.compile(r"(?<!\]\()(?<!\]\(<)(?<![\w<\[\"'=/:.\]`>])https?://[^\s<>\[\]\"'`（）。，；、]+[\w/=#&%-]")
_MATH = re.compile(r"\\\\\((?P<inline>.+?)\\\\\)|\\\\\[(?P<block>.+?)\\\\\]", re.DOTALL)
_STRUCK = re.compile(r"(?<![~\w])~(?![~\s])(?P<text>[^~\n]+?)(?<![~\s])~(?![~\w])")
_STRUCK_TWICE = re.compile(r"(?<!~)~~(?![~\s])(?P<text>[^\n]+?)(?<![~\s])~~(?!~)")
_GAP = "[ \u00a0\u3000]"
_STRONG = re.compile(rf"(?<![*\w])\*\*(?P<before>{_GAP}*)(?P<words>[^*\s](?:[^*\n]*?[^*\s])?)(?P<after>{_GAP}*)\*\*(?![*\w])")
_BEGINS_A_BLOCK = re.compile(r"^(?P<sign>#|>|[-+*](?= )|\d+[.)](?= )|/{3,}|!{3}|\?{3}|={3}|:(?= )|\|)", re.MULTILINE)


def plain_markdown(text: str) -> str:
    """A text of a component, which is HTML by contract and often Markdown too, as Markdown of one paragraph or more."""
    text = _outside_code(_spaced_tags(text.strip()), _words_in_angles)
    converter = _Converter()
    converter.feed(_balanced(text))
    converter.close()
    lines = [" ".join(line.split(" ")).strip() for line in "".join(converter.parts).strip().split("\n")]
    return _BEGINS_A_BLOCK.sub(r"\\\g<sign>", "\n".join(lines)) if lines[0] else ""


def prose(text: str, link: Link = lambda target: target) -> str:
    r"""A paragraph, a heading or a cell: ``\\(…\\)``, ``~text~``, bare addresses, HTML for code and links; code spans stay.

    ``link`` gives the address that stands for one in the source.
    """
    text = re.sub(r"<code>(?P<code>(?:(?!</?code)[^\n])*)</code>", _code_of_html, text)
    return _outside_code(text, lambda part: _prose(part, link))


def tight_emphasis(text: str) -> str:
    """``** words **`` as ``**words**``: with a space inside them the signs would be shown."""
    return _outside_code(text, lambda part: _STRONG.sub(_tight, part))


def _tight(found: re.Match[str]) -> str:
    """Signs with a space on every side are signs only where a word could begin: ``a!** and **b`` has none."""
    before = found.string[: found.start()][-1:]
    lone = found["before"] and found["after"] and before.strip()
    return found[0] if lone else f"**{found['words']}**"


def _prose(text: str, link: Link) -> str:
    text = _MATH.sub(_formula, text)
    text = re.sub(
        r"<a\s[^>]*?href=(?P<q>[\"'])(?P<to>.*?)(?P=q)[^>]*>(?P<words>(?:(?!</?a\b)[\s\S])*?)</a>", r"[\g<words>](\g<to>)", text
    )
    text = _LINK.sub(lambda found: _linked(found, link), text)
    text = _BARE.sub(_autolink, text)
    text = _STRUCK_TWICE.sub(r"<del>\g<text></del>", text)
    text = _STRUCK.sub(r"<del>\g<text></del>", text)
    return _words_in_angles(text)


def _linked(found: re.Match[str], link: Link) -> str:
    """A link with today's address; one that leads nowhere is its words."""
    if target := link(found["target"]):
        return found["before"] + target + found["after"]
    return found["before"].partition("[")[2].rpartition("](")[0]


def _code_of_html(found: re.Match[str]) -> str:
    return _code_span(html.unescape(found["code"]))


def _code_span(code: str) -> str:
    """Code between as many backticks as it needs."""
    code = " ".join(code.split("\n")).strip() if code.strip() else ""
    if not code:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    gap = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{ticks}{gap}{code}{gap}{ticks}"


def _formula(found: re.Match[str]) -> str:
    if found["block"]:
        return f"\n\n$$\n{found['block'].strip()}\n$$\n\n"
    return f"${found['inline'].strip()}$"


def _autolink(found: re.Match[str]) -> str:
    address = found[0]
    return f"<{address}>"


def _words_in_angles(text: str) -> str:
    """``<mask>`` is no HTML but a word."""
    return _TAG.sub(lambda tag: tag[0] if tag["name"].lower() in _KNOWN_HTML else tag[0].replace("<", "&lt;"), text)


def _spaced_tags(text: str) -> str:
    """``< code > … </ code >``, ``<c/ode>`` and ``</code>…</code>``: tags that were pulled apart or mistyped."""
    names = "|".join(sorted(_INLINE, key=len, reverse=True))
    text = re.sub(rf"<\s+(/?)\s*({names})\s*>|<(/?)\s*({names})\s+>|</\s+({names})\s*>", _tightened, text)
    text = re.sub(r"^((?:(?!<code>)[\s\S])*?)</code>([^<>]+)</code>", r"\1<code>\2</code>", text)
    return re.sub(r"<(?P<first>\w+)/(?P<rest>\w+)>", lambda found: _slipped(found), text)


def _tightened(found: re.Match[str]) -> str:
    if found[5]:
        return f"</{found[5]}>"
    return f"<{found[1] or found[3] or ''}{found[2] or found[4]}>"


def _slipped(found: re.Match[str]) -> str:
    name = found["first"] + found["rest"]
    return f"</{name}>" if name in _INLINE else found[0]


def _balanced(text: str) -> str:
    """Safe, balanced HTML. Code spans of Markdown are no HTML: their signs are escaped first."""
    text = _CODE.sub(lambda found: found["ticks"] + html.escape(html.unescape(found["code"]), quote=False) + found["ticks"], text)
    return nh3.clean(
        text,
        tags=_INLINE,
        attributes={"a": {"href"}, "span": {"dir"}, "bdo": {"dir"}, "abbr": {"title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """A text with what is not a code span changed; links that hold code stay whole."""
    codes: list[str] = []

    def hide(found: re.Match[str]) -> str:
        codes.append(found[0])
        return f"\x02{len(codes) - 1}\x03"

    changed = change(_CODE.sub(hide, text))
    return re.sub("\x02(\\d+)\x03", lambda found: codes[int(found[1])], changed)


class _Converter(HTMLParser):
    """Balanced HTML as Markdown."""

    _MARKS = {"i": "*", "em": "*", "cite": "*", "b": "**", "strong": "**"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.code: list[str] | None = None
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.code is not None:
            return
        if tag == "code":
            self.code = []
        elif tag == "a":
            self.targets.append(dict(attrs).get("href") or "")
            self.parts.append("[" if self.targets[-1] else "")
        elif tag in self._MARKS:
            self.parts.append(self._MARKS[tag])
        elif tag == "br" or tag in ("p", "div", "li", "ul", "ol", "pre"):
            self.parts.append("\n")
        else:
            given = "".join(f' {name}="{html.escape(value or "")}"' for name, value in attrs)
            self.parts.append(f"<{tag}{given}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "code" and self.code is not None:
            self.parts.append(_code_span("".join(self.code)))
            self.code = None
        elif self.code is not None:
            return
        elif tag == "a" and self.targets:
            target = self.targets.pop()
            self.parts.append(f"]({target})" if target else "")
        elif tag in self._MARKS:
            self._end(self._MARKS[tag])
        elif tag not in ("br", "p", "div", "li", "ul", "ol", "pre", "code", "a"):
            self.parts.append(f"</{tag}>")

    def _end(self, mark: str) -> None:
        """Emphasis of nothing is nothing; a space inside it stands outside."""
        last = self.parts[-1] if self.parts else ""
        if last == mark:
            self.parts.pop()
            return
        self.parts[-1] = last.rstrip()
        self.parts.append(mark + last[len(last.rstrip()) :])

    def handle_data(self, data: str) -> None:
        if self.code is not None:
            self.code.append(data)
            return
        parts = _CODE.split(data)  # text, ticks, code, text, …
        for index in range(0, len(parts), 3):
            self.parts.append(re.sub(r"<(?=[\w/!?])", "&lt;", parts[index]))
            if index + 1 < len(parts):
                self.parts.append(_code_span(parts[index + 2]))
