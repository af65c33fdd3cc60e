"""Models: the registry and what it inherits, links and the list of all models, and this course's own registry."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import ROOT
from diglot.check import check_course
from diglot.models import FAMILIES, Model, check, mentions, read_registry
from diglot.pages import Page, read_course

GOLDEN = Path(__file__).parent / "golden" / "models"

BERT = """\
bert:
  name: BERT
  family: encoder
  hub: google-bert/bert-base-uncased
  docs: bert
  paper: https://arxiv.org/abs/1810.04805
  year: 2018
  licence: Apache-2.0
"""
REGISTRY = f"""{BERT}
bert-large:
  name: BERT <large>
  of: bert
  hub: google-bert/bert-large-uncased
  licence: null

t5:
  name: T5
  family: encoder-decoder
  hub: google-t5/t5-base
  docs: t5
  paper: https://arxiv.org/abs/1910.10683
  year: 2019
  licence: null
"""
COURSE = {
    "docs/models.yml": REGISTRY,
    "docs/en/models.md": (GOLDEN / "list.md").read_text("utf-8"),
    "docs/en/chapter/lesson.md": "# A *lesson* & more\n\n[BERT](model:bert), [T5](model:t5), [BERT](model:bert)\n",
    "docs/en/index.md": "# Start\n\n[T5](model:t5)\n\n```\n[BERT](model:bert)\n```\n",
    "docs/de/_lang.yml": "name: Deutsch\nlabels:\n  models: {name: Modell, encoder: Encoder (liest), unknown: nicht angegeben}\n",
    "docs/de/models.md": "# Modelle\n",
    "docs/de/index.md": "# Anfang\n\n[T5](model:t5)\n",
}


def card(number: int, address: str, text: str, note: str) -> str:
    """A link with its card, as it stands in the page."""
    return (
        f'<span class="card"><a aria-describedby="card-{number}" class="model" href="https://huggingface.co/{address}">{text}</a>'
        f'<span class="card__note" data-pagefind-ignore="" data-search-exclude="" id="card-{number}" role="tooltip">'
        f"{note}</span></span>"
    )


# ------------------------------------------------------------------------------------------------------------- registry


def test_a_family_is_read_whole_and_a_checkpoint_inherits_what_it_leaves_out():
    paper = "https://arxiv.org/abs/1810.04805"
    models, problems = read_registry(REGISTRY, "docs/models.yml")
    assert problems == []
    assert models["bert"] == Model("bert", "BERT", "encoder", "google-bert/bert-base-uncased", "bert", paper, 2018, "Apache-2.0")
    assert models["bert-large"] == Model(
        "bert-large", "BERT <large>", "encoder", "google-bert/bert-large-uncased", "bert", paper, 2018, None, of="bert"
    )


def test_a_licence_that_is_not_repeated_is_inherited_and_null_is_not():
    text = BERT + "a: {name: A, of: bert, hub: o/a}\nb: {name: B, of: bert, hub: o/b, licence: null}\n"
    models, _ = read_registry(text, "x")
    assert [models[key].licence for key in ("bert", "a", "b")] == ["Apache-2.0", "Apache-2.0", None]


def test_a_family_links_to_its_documentation_and_a_checkpoint_to_the_hub():
    models, _ = read_registry(REGISTRY, "x")
    assert [models[key].url for key in ("bert", "bert-large")] == [
        "https://huggingface.co/docs/transformers/model_doc/bert",
        "https://huggingface.co/google-bert/bert-large-uncased",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- bert", ["1:1: error M002 the file must be a mapping of keys to name, family, hub, docs, paper, year, licence"]),
        ("bert: BERT", ["1:1: error M002 'bert' must be a mapping with name, family, hub, docs, paper, year, licence"]),
        ("bert: {name: BERT, family: encoder}", ["1:1: error M002 'bert' lacks hub, docs, paper, year, licence; add the lines"]),
        (BERT + "  lisence: MIT", ["9:3: error M002 'bert' has an unknown key 'lisence'; did you mean 'licence'?"]),
        (
            BERT.replace("encoder", "encoder-only"),
            ["3:3: error M002 family of 'bert' is 'encoder-only'; write one of encoder, decoder, encoder-decoder"],
        ),
        (BERT.replace("BERT", ""), ["2:3: error M002 name of 'bert' is None; write the model's name"]),
        (
            BERT.replace("google-bert/", ""),
            ["4:3: error M002 hub of 'bert' is 'bert-base-uncased'; write owner/name, as in its address on the Hub"],
        ),
        (
            BERT.replace("docs: bert", "docs: model_doc/bert"),
            ["5:3: error M002 docs of 'bert' is 'model_doc/bert'; write the last part of its documentation's address"],
        ),
        (
            BERT.replace("https://arxiv.org/abs/1810.04805", "javascript:alert(1)"),
            ["6:3: error M002 paper of 'bert' is 'javascript:alert(1)'; write an address that begins with https://"],
        ),
        (BERT.replace("2018", "'2018'"), ["7:3: error M002 year of 'bert' is '2018'; write a year in four digits"]),
        (
            BERT.replace("Apache-2.0", "2.0"),
            ["8:3: error M002 licence of 'bert' is 2.0; write its SPDX id, or null where none is stated"],
        ),
        (
            BERT + "b: {name: B, of: brt, hub: o/b}",
            ["9:14: error M002 'b' is of 'brt', which is no family; did you mean 'bert'?"],
        ),
        (BERT + "b: {name: B, of: , hub: o/b}", ["9:14: error M002 'b' is of None, which is no family; known are bert"]),
        (
            BERT + "b: {name: B, of: [bert], hub: o/b}",
            ["9:14: error M002 'b' is of ['bert'], which is no family; did you mean 'bert'?"],
        ),
        (
            BERT + "b: {name: B, of: bert, hub: o/b}\nc: {name: C, of: b, hub: o/c}",
            ["10:14: error M002 'c' is of 'b', which is no family; known are bert"],
        ),
        (BERT + BERT, ["9:1: error Y002 key 'bert' is given twice; keep one of them"]),
    ],
    ids=[
        *("list", "no-mapping", "incomplete", "misspelt", "family", "name", "hub", "docs", "paper", "year", "licence"),
        *("no-such-family", "of-nothing", "of-a-list", "of-a-checkpoint", "twice"),
    ],
)
def test_an_entry_that_is_wrong_is_reported_where_it_stands(text, found):
    _, problems = read_registry(text, "docs/models.yml")
    assert [str(problem) for problem in problems] == [f"docs/models.yml:{line}" for line in found]


def test_an_empty_registry_has_no_models():
    assert read_registry("# nothing yet\n", "x") == ({}, [])


# ---------------------------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [
        (
            "en",
            "[B](model:bert)",
            f"<p>{card(1, 'docs/transformers/model_doc/bert', 'B', 'BERT · Encoder · 2018 · Apache-2.0')}</p>",
        ),
        (
            "en",
            "[*B*](model:bert-large)",
            f"<p>{card(1, 'google-bert/bert-large-uncased', '<em>B</em>', 'BERT &lt;large&gt; · Encoder · 2018')}</p>",
        ),
        (
            "de",
            "[B](model:bert)",
            f"<p>{card(1, 'docs/transformers/model_doc/bert', 'B', 'BERT · Encoder (liest) · 2018 · Apache-2.0')}</p>",
        ),
        ("en", "[B](model:brt)", '<p><a href="model:brt">B</a></p>'),
        ("en", "`[B](model:bert)`", "<p><code>[B](model:bert)</code></p>"),
    ],
    ids=["family", "checkpoint", "german", "unknown", "code"],
)
def test_a_link_goes_where_the_registry_says(lang, text, html, render, write_course):
    assert render(text, write_course(COURSE) / "docs" / lang / "lesson.md") == html


def test_without_a_registry_links_stay_as_they_are(render, write_course):
    assert render("[B](model:bert)", write_course({}) / "docs/en/lesson.md") == '<p><a href="model:bert">B</a></p>'


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_the_list_of_all_models_becomes_this_html(source, render, write_course):
    lang = "de" if source.stem.endswith(".de") else "en"
    page = write_course(COURSE) / "docs" / lang / "models.md"
    assert render(source.read_text("utf-8"), page) + "\n" == source.with_suffix(".html").read_text("utf-8")


def test_lessons_are_listed_in_the_order_of_the_navigation(render, write_course):
    root = write_course(
        {
            "docs/models.yml": BERT,
            "mkdocs.yml": "site_name: Course\nnav: [z.md, {part: [part/b.md, part/a.md]}]\n",
            **{f"docs/en/{name}.md": f"# {name}\n\n[B](model:bert)\n" for name in ("left", "z", "part/a", "part/b")},
        }
    )
    html = render("/// models\n///", root / "docs/en/models.md")
    assert re.findall(r'<li><a href="([^"]+)">', html) == ["z.md", "part/b.md", "part/a.md", "left.md"]


def test_a_registry_that_changed_is_read_again(render, write_course):
    page = write_course(COURSE) / "docs/en/lesson.md"
    before = render("[B](model:bert)", page)
    file = page.parent.parent / "models.yml"
    file.write_text(REGISTRY.replace("docs: bert", "docs: bert-2"), "utf-8")
    os.utime(file, ns=(1, 1))
    assert (before.count("model_doc/bert-2"), render("[B](model:bert)", page).count("model_doc/bert-2")) == (0, 1)


def test_mentions_are_counted_once_a_page_and_not_in_code():
    pages = [
        ("a.md", ["[x](model:bert) [y](model:bert)", "[z](model:t5)"]),
        ("b.md", ["```", "[x](model:t5)", "```", "[x](a.md)"]),
    ]
    assert mentions(pages) == {"bert": ["a.md"], "t5": ["a.md"]}


def test_an_unknown_model_is_reported_with_the_nearest_key():
    page = Page("en", "a.md", "docs/en/a.md", "# A\n\nThe [T5](model:t-5) and [x](model:zzz) and [B](model:bert).\n")
    assert [str(problem) for problem in check(page, read_registry(REGISTRY, "x")[0])] == [
        "docs/en/a.md:3:10: error M001 unknown model 't-5'; did you mean 't5'?",
        "docs/en/a.md:3:29: error M001 unknown model 'zzz'; known are bert, bert-large, t5",
    ]


def test_the_block_takes_no_title_and_no_options(write_course):
    root = write_course({"docs/en/models.md": "# Models\n\n/// models | All\n    family: encoder\n///\n"})
    assert [str(problem) for problem in check_course(read_course(root))] == [
        "docs/en/models.md:3:1: error B006 block 'models' shows no title; write '/// models'",
        "docs/en/models.md:4:5: error B002 block 'models' has no option 'family'; known are attrs",
    ]


# ------------------------------------------------------------------------------------------------------ our own registry


@pytest.fixture(scope="module")
def ours() -> dict[str, Model]:
    models, problems = read_registry((ROOT / "docs/models.yml").read_text("utf-8"), "docs/models.yml")
    assert problems == []
    return models


def test_this_course_s_registry_is_complete(ours):
    assert [(key, model.of or model.family) for key, model in ours.items()] == [
        *[(key, "encoder") for key in ("bert", "roberta", "albert", "distilbert", "electra")],
        *[(key, "decoder") for key in ("gpt2", "llama", "opt")],
        *(("bart", "encoder-decoder"), ("bart-large-cnn", "bart")),
        *(("mbart", "encoder-decoder"), ("mbart-large-50-many-to-many", "mbart")),
        *(("marian", "encoder-decoder"), ("opus-mt-de-en", "marian")),
        *(("t5", "encoder-decoder"), ("t5-small", "t5")),
        *[(key, "encoder-decoder") for key in ("mt5", "flan-t5", "pegasus", "whisper")],
        ("whisper-small", "whisper"),
    ]


def test_this_course_s_registry_has_no_address_that_has_moved(ours):
    """The Hub moved models without an owner, and some owners; old addresses only redirect."""
    moved = re.compile(r"^(?:t5-|bert-|gpt2|roberta-|distilbert-|albert-|[\w-]+$)|/transformers/model_doc|\.html$")
    assert [model.key for model in ours.values() if moved.search(model.hub) or moved.search(f"x/{model.docs}")] == []
    assert {model.hub.split("/")[0] for model in ours.values()} == {
        *("FacebookAI", "Helsinki-NLP", "albert", "distilbert", "facebook", "google", "google-bert", "google-t5"),
        *("meta-llama", "openai", "openai-community"),
    }


def test_the_models_page_lists_every_model_once(ours, site):
    for folder in ("", "de/"):
        html = (site / folder / "models/index.html").read_text("utf-8")
        rows = re.findall(r'<tr id="model-([\w-]+)"', html)
        assert rows == [key for family in FAMILIES for key, model in ours.items() if model.family == family]
