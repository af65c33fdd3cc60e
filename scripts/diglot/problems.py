"""Everything that is wrong, as one record.

A problem prints as ``docs/de/x.md:14:1: error Q004 what is wrong; what to write instead``. The build warns with it, the
command line exits 1 with it, the tests compare it. ``CODES`` is the one table of codes.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

CODES = {
    # code: (severity, what it stands for)
    "B001": ("error", "unknown block name"),
    "B002": ("error", "unknown option of a block"),
    "B003": ("error", "options of a block are not YAML"),
    "B004": ("error", "block is never closed"),
    "B005": ("error", "`///` closes nothing"),
    "B006": ("error", "block lacks its title, or has one it cannot show"),
    "B007": ("error", "an option's value cannot be used, or an option is missing"),
    "B008": ("error", "block in a place where it means nothing"),
    "C001": ("error", "control character"),
    "C002": ("warning", "control character that Markdown removes"),
    "C003": ("error", "invisible character where nothing needs it"),
    "C004": ("error", "word that mixes letters of scripts which look alike"),
    "D001": ("error", "symbolic link that leads out of docs/, nowhere, or round in a circle"),
    "D002": ("error", "two files whose names differ only in case or accents"),
    "D003": ("error", "two files with one address"),
    "D004": ("error", "file in the place of one that the site makes itself"),
    "D005": ("error", "file that can run scripts in a reader's browser"),
    "F001": ("error", "figure source is missing or is not SVG"),
    "F002": ("error", "figure labels and source do not agree"),
    "F003": ("warning", "drawing is too wide for a phone"),
    "H001": ("error", "HTML or attribute that is not allowed in a page"),
    "H002": ("error", "link to an address that is not allowed"),
    "I001": ("error", "file cannot be included"),
    "L001": ("error", "folder name is not a language tag"),
    "L002": ("error", "unknown key in _lang.yml"),
    "L003": ("error", "a value in _lang.yml cannot be used"),
    "L004": ("error", "folder with pages but without _lang.yml"),
    "M001": ("error", "unknown model"),
    "M002": ("error", "an entry of models.yml is incomplete or wrong"),
    "N001": ("error", "navigation names a page that does not exist"),
    "N002": ("error", "navigation entry is not a path"),
    "N003": ("error", "page is not in the navigation"),
    "N004": ("error", "redirect leads to no page"),
    "N005": ("error", "redirect from the address of a page"),
    "P001": ("error", "file is not UTF-8 text"),
    "P002": ("error", "broken front matter"),
    "P003": ("error", "code fence is never closed"),
    "P004": ("error", "page without a title"),
    "P005": ("error", "code fence cannot be read"),
    "P006": ("error", "comment is never closed"),
    "P007": ("error", "HTML tag is never closed"),
    "P008": ("error", "page or paragraph is too large"),
    "P009": ("error", "lists or quotations are nested too deeply"),
    "P010": ("error", "page without a text"),
    "P011": ("error", "unknown key or value in front matter"),
    "Q001": ("error", "question has no id"),
    "Q002": ("error", "id is used twice in the course"),
    "Q003": ("error", "question has no options, or only one"),
    "Q004": ("error", "no option is marked right"),
    "Q005": ("error", "several options are marked right in a single-choice question"),
    "Q006": ("error", "option mark is neither [ ] nor [x]"),
    "Q007": ("error", "option is empty"),
    "Q008": ("error", "two options are the same"),
    "Q009": ("error", "something stands between the options, or the list is broken"),
    "Q010": ("error", "empty hint or explanation"),
    "Q011": ("error", "heading that a question tests does not exist"),
    "Q012": ("error", "question has too many options"),
    "Q101": ("warning", "right option is the longest too often on a page"),
    "Q102": ("warning", "right option stands at the same place too often on a page"),
    "Q103": ("warning", "option has no feedback"),
    "Q104": ("warning", "option stands for all or none of the others"),
    "Q105": ("warning", "two options say nearly the same"),
    "Q106": ("warning", "question turns on a word such as not, without emphasis"),
    "S001": ("error", "source of a translation is no blob id"),
    "S002": ("error", "translation of an English page that is not there"),
    "S003": ("error", "draft is something else than machine"),
    "S010": ("error", "headings differ from the English text that a translation follows"),
    "S011": ("error", "heading has another id than in English"),
    "S020": ("error", "code differs from English in more than comments"),
    "S021": ("error", "inline code differs from English"),
    "S022": ("error", "link targets differ from English"),
    "S023": ("error", "pictures differ from English"),
    "S024": ("error", "included files differ from English"),
    "S025": ("error", "notices, tabs or blocks differ from English"),
    "S026": ("error", "number of list items or table rows differs from English"),
    "S030": ("error", "question missing in a translation, or not in English"),
    "S031": ("error", "question differs from English in kind, key, options or hints"),
    "S032": ("error", "options of a question stand in another order than in English"),
    "S033": ("warning", "question of a translation without a pin differs from today's English"),
    "S040": ("error", "word that the language avoids"),
    "S041": ("error", "long paragraph left in English"),
    "S042": ("error", "mark of an unfinished merge"),
    "S043": ("error", "character that turns text around"),
    "S044": ("error", "_terms.csv cannot be read"),
    "T001": ("error", "unknown glossary term"),
    "V001": ("error", "captions or video file missing or broken"),
    "W001": ("error", "built page links to a file that is not there"),
    "W002": ("error", "built page links to a place that is not on the page"),
    "W003": ("error", "id is given twice on a built page"),
    "W004": ("error", "built page has no heading of the first level, or several"),
    "W005": ("error", "heading of a built page skips a level"),
    "W006": ("error", "picture without words"),
    "W007": ("error", "frame without a title"),
    "W008": ("error", "text is in another language than the page says"),
    "W009": ("error", "mark of Markdown is shown to readers"),
    "W010": ("error", "link to an address that is not encrypted"),
    "W011": ("error", "hreflang is not true"),
    "W012": ("error", "canonical address is not true"),
    "W013": ("error", "built page declares no language, or a wrong one"),
    "W014": ("error", "script in the text of a built page"),
    "W015": ("error", "built page asks another host as soon as it is opened"),
    "W016": ("error", "sitemap is not true"),
    "W017": ("error", "built page has no title"),
    "W018": ("error", "link or button without words"),
    "W019": ("error", "element of a built page is never closed, or closed twice"),
    "W020": ("error", "field of a form without a label"),
    "W030": ("error", "page elsewhere is not there"),
    "X001": ("error", "formula cannot be converted"),
    "Y001": ("error", "not YAML"),
    "Y002": ("error", "key given twice"),
}

# What MkDocs, or the machine, cannot bear: nothing is built then, strict or not.
FATAL = frozenset({"D001", "P001", "P008"})

FORMATS = ("text", "github", "json")
_SHOWN = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    ``path`` is relative to the course (POSIX); ``line`` and ``column`` count from 1, the column in characters.
    """

    path: str
    line: int
    column: int
    code: str
    message: str

    @property
    def severity(self) -> str:
        """``error`` or ``warning``, as the table of codes says."""
        return CODES[self.code][0]

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that must stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def report(problems: Sequence[Problem], notes: Sequence[str], form: str) -> str:
    """What a check prints: ``text`` with the count last, ``github`` annotations, or a ``json`` list, which has no notes."""
    if form == "json":
        records = [{**asdict(problem), "severity": problem.severity} for problem in problems]
        return json.dumps(records, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join([*map(_annotation, problems), *(f"::notice::{_data(note)}" for note in notes), summary(problems)])
    return "\n".join([*map(str, problems), *notes, summary(problems)])


def _annotation(problem: Problem) -> str:
    """``::error file=docs/de/x.md,line=14,col=1,title=Q004::no option is marked right``: GitHub's workflow commands."""
    values = {"file": problem.path, "line": problem.line, "col": problem.column, "title": problem.code}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in values.items())
    return f"::{problem.severity} {properties}::{_data(problem.message)}"


def _data(text: str) -> str:
    """As in actions/toolkit, packages/core/src/command.ts, escapeData."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As there, escapeProperty."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'quiz'?`` with the nearest known words, or, if none is near, with all of them, a dozen at most."""
    known = sorted(known)
    if not known:
        return "there are none yet"
    near = difflib.get_close_matches(word, known, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return f"known are {', '.join(known[:_SHOWN])}{more}"


def summary(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning``: the last line of a check."""
    severities = [problem.severity for problem in problems]
    return ", ".join(_count(severities.count(name), name) for name in ("error", "warning"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
