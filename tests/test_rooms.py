"""The newcomer's rule: a room is on the map, and what belongs to it has its name."""

from __future__ import annotations

import re
import tomllib

import diglot
from conftest import ROOT

FILES = [*(ROOT / "scripts/diglot").glob("*.py"), *(ROOT / "scripts/diglot").glob("*/__init__.py")]
MODULES = {path.parent.name if path.stem == "__init__" else path.stem for path in FILES} - {"diglot"}
MODULES |= {path.parent.name for path in (ROOT / "scripts/diglot").glob("*/__init__.py")}


def test_the_map_at_the_top_of_the_package_names_every_room_and_no_other():
    rooms = diglot.__doc__.split("::", 1)[1]
    named = re.findall(r"\w+", re.sub(r"^ {4}\w.{21}|\([^)]*\)|\.yml", "", rooms, flags=re.MULTILINE))
    assert (MODULES - {*named}, {*named} - MODULES, len(named)) == (set(), {"labels"}, len({*named}))


def test_every_extension_has_a_test_of_its_name():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {name.removeprefix("diglot.") for name in project["entry-points"]["markdown.extensions"]}
    assert sorted(names - {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")}) == []


def test_every_style_sheet_has_the_name_of_a_room_or_of_a_part_of_the_page():
    sheets, parts = ({path.stem for path in (ROOT / "overrides").glob(names)} for names in ("assets/*.css", "partials/*.html"))
    assert sorted(sheets - MODULES - parts) == ["progress", "site"]
