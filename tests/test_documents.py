"""README and CONTRIBUTING name everything there is: verbs, blocks, options, settings; and no file that is not there."""

from __future__ import annotations

import re

import click
import pytest
from conftest import ROOT
from diglot.__main__ import main
from diglot.check import BLOCKS

README, CONTRIBUTING = ((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
INNER = {"DIGLOT_ANSWER_FREE"}  # what scripts/run.py sets


def verbs(group: click.Group, before: str = "") -> list[str]:
    """``check``, ``quiz export`` …"""
    found = [(f"{before}{name}", verb) for name, verb in group.commands.items()]
    return [name for path, verb in found for name in (verbs(verb, f"{path} ") if isinstance(verb, click.Group) else [path])]


@pytest.mark.parametrize("verb", verbs(main))
def test_every_verb_is_explained(verb):
    assert re.search(rf"`{verb}\b|run\.py {verb}\b", README + CONTRIBUTING)


@pytest.mark.parametrize("name", [*BLOCKS, *(option for block in BLOCKS.values() for option in block.OPTIONS)])
def test_every_block_and_every_option_is_explained(name):
    assert f"`{name}`" in CONTRIBUTING


def test_every_setting_is_in_the_readme_and_no_other():
    settings = {*re.findall(r"!ENV \[(\w+)", (ROOT / "mkdocs.yml").read_text("utf-8"))}
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    assert {*re.findall(r"^\| `(\w+)`", table, re.MULTILINE)} == settings - INNER


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_is_there(name):
    text = (ROOT / name).read_text("utf-8")
    prose = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`((?:docs/(?:en|de)|overrides|scripts|tests|\.github|\.ci)/[\w./-]*)`|\]\((?!\.\.)([\w./-]+\.md)", prose)
    assert [path for pair in named for path in pair if path and not (ROOT / path).exists()] == []
