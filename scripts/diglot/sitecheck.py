"""Everything that is checked in the site after it is built: what readers, browsers and search engines really get.

The build cannot see it all: links in raw HTML, ids given twice, a picture without words, a page that says it is German and
is not, addresses for search engines that contradict each other. This room reads the finished pages and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

import langcodes
from selectolax.lexbor import LexborNode

from diglot.built import SITEMAP, BuiltPage, BuiltSite
from diglot.languages import SOURCE
from diglot.problems import Problem, did_you_mean

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCRIPTED = ("javascript:", "data:text", "vbscript:")

# Elements whose end must be written: those that hold others. <p>, <li> and their like may be left open in HTML.
_HELD = (
    "a article aside b blockquote button code details div em fieldset figure footer form h1 h2 h3 h4 h5 h6 header i label main "
    "nav ol pre section select small span strong sub summary sup svg table ul video"
)
_CLOSED = frozenset(_HELD.split())

# What Markdown leaves in a page when it could not read it.
_LEFTOVERS = {
    re.compile(r"(?m)^\s*/{3,}(?:\s|$)"): "a block that was not read",
    re.compile(r"(?m)^\s*(?:!{3}|\?{3})\+? "): "a notice that was not read",
    re.compile(r"\{\{.*?\}\}|\{%.*?%\}"): "a template",
    re.compile(r"(?m)^\s*(?:`{3}|~{3})"): "a code fence",
    re.compile(r"\]\[[^\]\n]*\]|\]\([^)\n]*\)"): "a link that was not read",
    re.compile(r"\[\^[^\]\n]+\]"): "a footnote that is not there",
    re.compile(r"\{:? ?[#.][\w-]+[^}\n]*\}"): "attributes that were not read",
    re.compile(r"(?m)^(?:<{7}|>{7}|={7}|\|{7})(?: |$)"): "a mark of an unfinished merge",
    re.compile(r"-+8<-+"): "an include",
    re.compile(r"\$\$"): "a formula that was not read",
    re.compile(r"(?m)^\s*(?:> ?)?\[!\w+\]"): "a notice that was not read",
}
_UNREAD = "code, pre, kbd, samp, script, style, math, svg, .highlight"

# Letters of a text before its language can be told, and how sure the answer must be. Of 7,000 paragraphs of a real course in
# seven languages none of 100 letters and more was taken for another language with this probability.
_LONG = 120
_SURE = 0.99


def check_site(site: BuiltSite) -> list[Problem]:
    """All problems of a built site, in the order of path and line."""
    problems: list[Problem] = []
    for page in site.pages.values():
        if page.article is None:
            problems += _check_links(site, page)
            continue
        for check in (_check_ids, _check_frame, _check_headings, _check_names, _check_text, _check_activity):
            problems += check(page)
        for check_with in (_check_links, _check_declared, _check_alternates):
            problems += check_with(site, page)
    return sorted({*problems, *_check_sitemap(site)})


def elsewhere(site: BuiltSite) -> dict[str, list[tuple[str, int]]]:
    """Addresses elsewhere that the pages link to, and where: path and line."""
    found: dict[str, list[tuple[str, int]]] = {}
    for page in site.pages.values():
        for node, address, _ in page.links() if page.article else ():
            target = site.target(page, address)
            if target and target.url and _inside(node, "article"):
                found.setdefault(target.url.partition("#")[0], []).append((page.path, page.line_of(address)))
    return found


def _problem(page: BuiltPage, needle: str, code: str, message: str) -> Problem:
    return Problem(page.path, page.line_of(needle), 1, code, message)


# ------------------------------------------------------------------------------------------------------------ links


def _check_links(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    for node, address, loaded in page.links():
        if node.tag == "link" and {"alternate", "canonical"} & set((node.attributes.get("rel") or "").split()):
            continue  # see _check_declared
        target = site.target(page, address)
        if target is None:
            continue
        if target.url:
            yield from _check_elsewhere(page, node, address, loaded=loaded)
        elif target.path not in site.files:
            yield _problem(page, address, "W001", f"{address!r} leads to no file of the site; mend the address")
        elif target.path in site.pages and not _has(site.pages[target.path], target.anchor):
            known = did_you_mean(target.anchor, site.pages[target.path].anchors - {"", "top"})
            yield _problem(page, address, "W002", f"{address!r} names a place that is not on that page; {known}")


def _has(page: BuiltPage, anchor: str) -> bool:
    return anchor in page.anchors or anchor.startswith(":~:")  # the latter names words to scroll to


def _check_elsewhere(page: BuiltPage, node: LexborNode, address: str, *, loaded: bool) -> Iterator[Problem]:
    if loaded:
        message = f"<{node.tag}> asks another host for {address!r} as soon as the page is opened; put the file into the site"
        yield _problem(page, address, "W015", message)
    elif address.startswith("http:") and urlsplit(address).hostname not in ("127.0.0.1", "localhost"):
        yield _problem(page, address, "W010", f"{address!r} is not encrypted on its way; write https:")


# ------------------------------------------------------------------------------------------------------- the document


def _check_ids(page: BuiltPage) -> Iterator[Problem]:
    for name, times in Counter(page.ids).items():
        if times > 1:
            yield _problem(page, f'id="{name}"', "W003", f"id {name!r} is given {times} times; give each element its own")


class _Frame(HTMLParser):
    """Finds elements that are closed by no tag, or tags that close none; browsers guess, and guess differently."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.faults: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CLOSED:
            self.open.append((tag, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _CLOSED:
            return
        names = [name for name, _ in self.open]
        if tag not in names:
            self.faults.append((f"</{tag}>", self.getpos()[0]))
            return
        at = len(names) - 1 - names[::-1].index(tag)
        self.faults += [(f"<{name}>", line) for name, line in self.open[at + 1 :]]
        del self.open[at:]


def _check_frame(page: BuiltPage) -> Iterator[Problem]:
    parser = _Frame()
    parser.feed(page.text)
    parser.close()
    for tag, line in [*parser.faults, *((f"<{name}>", line) for name, line in parser.open)]:
        what = "closes nothing" if tag.startswith("</") else "is never closed"
        yield Problem(page.path, line, 1, "W019", f"{tag} {what}; mend it in the page's source or template")


def _check_headings(page: BuiltPage) -> Iterator[Problem]:
    title = page.tree.css_first("title")
    if title is None or not title.text().strip():
        yield _problem(page, "<head", "W017", "page has no <title>")
    found = [node for node in page.tree.css(", ".join(_HEADINGS)) if _inside(node, "article")]
    first = [node for node in found if node.tag == "h1"]
    if len(first) != 1:
        yield _problem(page, "<h1", "W004", f"page has {len(first) or 'no'} headings of the first level; it needs one")
    level = 1
    for node in found:
        own = int(node.tag[1])
        if own > level + 1:
            text = " ".join(node.text().split())[:40]
            yield _problem(page, f"<{node.tag}", "W005", f"heading {text!r} skips a level; write {'#' * (level + 1)} before it")
        level = own


def _check_names(page: BuiltPage) -> Iterator[Problem]:
    for node in page.tree.css("img:not([alt]), area:not([alt])"):
        yield _problem(page, node.attributes.get("src") or "<img", "W006", "picture has no 'alt'; say in words what it shows")
    for node in page.article.css("img[alt]") if page.article else ():
        if not (node.attributes["alt"] or "").strip() and node.attributes.get("role") != "presentation":
            message = "picture has an empty text; say what it shows, or write {role=presentation} if it shows nothing"
            yield _problem(page, node.attributes.get("src") or "<img", "W006", message)
    for _ in page.tree.css("iframe:not([title]), iframe[title='']"):
        yield _problem(page, "<iframe", "W007", "frame has no title; say what is in it")
    for node in page.article.css("a[href], button") if page.article else ():
        if not _name(node):
            yield _problem(page, node.attributes.get("href") or "<button", "W018", f"<{node.tag}> has no words; give it some")
    labelled = {node.attributes["for"] for node in page.tree.css("label[for]")}
    for node in page.article.css("input:not([type=hidden]), select, textarea") if page.article else ():
        named = node.attributes.get("id") in labelled or node.attributes.get("aria-label") or _inside(node, "label")
        if not (named or node.attributes.get("aria-labelledby")):
            yield _problem(page, f"<{node.tag}", "W020", f"<{node.tag}> has no label; write one")


def _check_activity(page: BuiltPage) -> Iterator[Problem]:
    """What runs, although no author may write it: scripts, handlers, addresses with a script in them."""
    for node in page.article.css("script, base, meta, object, embed") if page.article else ():
        if node.tag != "script" or node.attributes.get("type") not in ("application/json", "application/ld+json"):
            yield _problem(page, f"<{node.tag}", "W014", f"<{node.tag}> stands in the text; remove it")
    for node in page.tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or name == "srcdoc":
                yield _problem(page, f"{name}=", "W014", f"<{node.tag}> has {name}={(value or '')[:30]!r}; remove it")
            elif name in ("href", "src", "action") and "".join((value or "").split()).lower().startswith(_SCRIPTED):
                yield _problem(page, value or "", "W014", f"<{node.tag}> has {name}={(value or '')[:30]!r}; remove it")


# -------------------------------------------------------------------------------------------------------- the text


def _check_text(page: BuiltPage) -> Iterator[Problem]:
    paragraphs = list(_paragraphs(page))
    for _, text in paragraphs:
        for pattern, what in _LEFTOVERS.items():
            if found := pattern.search(text):
                shown = found[0].strip()
                yield _problem(page, shown, "W009", f"{shown[:40]!r} is shown to readers: {what}; mend it in the page's source")
                break
    for node, text in paragraphs:
        if sum(map(str.isalpha, text)) < _LONG:
            continue
        declared, told = _language(_lang_of(node, page)), _told(text)
        if told and declared and told != declared:
            message = f"text is in {told!r} and declared as {declared!r}: {' '.join(text.split())[:40]!r}"
            yield _problem(page, " ".join(text.split())[:20], "W008", f"{message}; translate it, or mark it with 'lang'")


def _paragraphs(page: BuiltPage) -> Iterator[tuple[LexborNode, str]]:
    """The paragraphs of an article without code, each with its own words only."""
    for node in (
        page.article.css("p, li, td, th, dd, dt, h1, h2, h3, h4, h5, h6, summary, figcaption, legend") if page.article else ()
    ):
        holds = [inner for inner in node.css("p, ul, ol, dl, table") if inner.mem_id != node.mem_id]  # the node finds itself
        if not _inside(node, "pre") and not holds:
            text = "".join(_words(node))
            if text.strip():
                yield node, text


def _words(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text()
        elif child.tag not in ("code", "pre", "kbd", "samp", "script", "style", "math", "svg"):
            yield from _words(child)


def _told(text: str) -> str:
    """The language of a text as far as it can be told; empty if it cannot."""
    language, probability = _identifier().classify(text)
    return _language(language) if probability >= _SURE else ""


@cache
def _identifier():  # noqa: ANN202  its package loads numpy, which a check of the source does not need
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _language(tag: str) -> str:
    """A language without script and region, close ones as one: what a model of letters can tell."""
    if not tag:
        return ""
    language = langcodes.get(tag).language or ""
    near = {"nb": "no", "nn": "no", "fil": "tl", "yue": "zh", "hr": "sr", "bs": "sr", "ms": "id", "iw": "he"}
    return near.get(language, language)


def _lang_of(node: LexborNode, page: BuiltPage) -> str:
    current: LexborNode | None = node
    while current is not None:
        if current.attributes.get("lang"):
            return current.attributes["lang"] or ""
        current = current.parent
    return page.lang


# ------------------------------------------------------------------------------------------- for search engines


def _check_declared(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """The page's language and its canonical address."""
    if not page.lang:
        yield _problem(page, "<html", "W013", "page declares no language; write <html lang=…>")
    if not page.lang or not site.url or page.path.endswith("404.html"):
        return
    found = [node.attributes.get("href") or "" for node in page.tree.css("link[rel=canonical]")]
    target = site.target(page, found[0]) if len(found) == 1 else None
    if len(found) != 1 or not found[0].startswith(site.url) or target is None or target.path not in site.pages:
        message = f"canonical address is {' and '.join(map(repr, found)) or 'missing'}; it must be one page of {site.url}"
        yield _problem(page, 'rel="canonical"', "W012", message)
        return
    canonical = site.pages[target.path]
    if page.text_lang == page.lang and canonical is not page:
        yield _problem(
            page, found[0], "W012", f"canonical address is {found[0]!r}, another page; write {site.address(page.path)!r}"
        )
    if page.text_lang != page.lang and (canonical.lang not in ("", page.text_lang) or canonical is page):
        message = (
            f"page shows text in {page.text_lang!r}, but its canonical address is {found[0]!r}; name the page of that language"
        )
        yield _problem(page, found[0], "W012", message)


def _check_alternates(site: BuiltSite, page: BuiltPage) -> Iterator[Problem]:
    """The same page in other languages: absolute, real, and said by both."""
    found = {node.attributes.get("hreflang") or "": node.attributes.get("href") or "" for node in _alternates(page)}
    if not found or not page.lang:
        return
    if page.text_lang != page.lang:
        yield _problem(page, "hreflang", "W011", f"page has no text of its own in {page.lang!r}; remove its hreflang")
        return
    if found.get(page.lang) != site.address(page.path):
        yield _problem(page, "hreflang", "W011", f"page does not name itself as its own in {page.lang!r}")
    if SOURCE in found and "x-default" not in found:
        yield _problem(page, "hreflang", "W011", "there is no x-default among the languages of the page")
    for lang, address in found.items():
        target = site.target(page, address) if address.startswith(site.url) else None
        other = site.pages.get(target.path) if target else None
        if other is None:
            yield _problem(
                page, address, "W011", f"hreflang {lang!r} is {address!r}, which is no page of {site.url or 'the site'}"
            )
        elif lang != "x-default" and other.lang and (other.lang != lang or other.text_lang != lang):
            yield _problem(page, address, "W011", f"hreflang {lang!r} leads to a page in {other.text_lang!r}")
        elif {node.attributes.get("href") for node in _alternates(other)} != set(found.values()):
            yield _problem(page, address, "W011", f"hreflang {lang!r} leads to a page that names other languages")


def _alternates(page: BuiltPage) -> list[LexborNode]:
    return page.tree.css("link[rel=alternate][hreflang]")


def _check_sitemap(site: BuiltSite) -> Iterator[Problem]:
    """The sitemap names every page of a language's own text once, and no other."""
    if SITEMAP not in site.others:
        return
    text = site.others[SITEMAP]
    named = Counter(re.findall(r"<loc>([^<]*)</loc>", text))
    own = {
        site.address(path)
        for path, page in site.pages.items()
        if page.article and page.text_lang == page.lang and not path.endswith("404.html")
    }
    for address in sorted({*named, *own}):
        times = named[address] if address in own else -named[address]
        if times != 1:
            reason = (
                "lacks" if not times else "names a page that is not there or in another language," if times < 0 else "repeats"
            )
            line = text.count("\n", 0, max(text.find(address), 0)) + 1
            yield Problem(SITEMAP, line, 1, "W016", f"sitemap {reason} {address!r}")


# ------------------------------------------------------------------------------------------------------------- help


def _inside(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent is not None


def _name(node: LexborNode) -> str:
    """The words by which a link or button is read out."""
    pictures = [picture.attributes.get("alt") or picture.attributes.get("aria-label") or "" for picture in node.css("img, svg")]
    own = node.attributes.get("aria-label") or node.attributes.get("title") or node.attributes.get("aria-labelledby") or ""
    return " ".join([node.text(), own, *pictures]).strip()
