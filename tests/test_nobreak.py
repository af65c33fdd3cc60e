"""What stays on one line: numbers with their units and signs, licences, the names of models."""

from __future__ import annotations

import re

import pytest
from markdown import markdown


def pieces(text: str) -> list[str]:
    """What is kept together in a text; the text itself must stay as it is."""
    html = markdown(text, extensions=["diglot.nobreak"])
    found = re.findall(r'<span class="nobreak">([^<]*)</span>', html)
    plain = markdown(text)
    assert html.replace('<span class="nobreak">', "").replace("</span>", "") == plain
    return found


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Take 15 mg, not 50 mg.", ["15 mg", "50 mg"]),
        ("It grew by 3.5 % and 2 MiB at 20 °C.", ["3.5 %", "2 MiB", "20 °C"]),
        ("50 metres in 3 steps, 60 km/h", []),
        ("Cut into 14 · 14 = 196 squares of 16 × 16 pixels", ["14 · 14", "= 196", "16 × 16"]),
        ("0.768 · 1 + 0.187 · 0.5 ≈ 0.861.", ["0.768 · 1", "+ 0.187 · 0.5", "≈ 0.861"]),
        ("1,79 − (−0,92) = 2,71; bei *T* = 2.", ["− (−0,92", "= 2,71", "= 2"]),
        ("3.000² / 1.000² = 9", ["3.000² / 1.000²", "= 9"]),
        ("1,65-mal so oft, a 3-fold rise, a 3-layer model", ["1,65-mal", "3-fold"]),
        ("GPT-3 and mBART-50, in print: [GPT-2](x.md)", ["GPT-3", "mBART-50", "GPT-2"]),
        ("日本語のモデルGPT-3は大きい。そして、GPT-4も大きい。", ["GPT-3", "GPT-4"]),
        ("bert-base-uncased, Sars-CoV-2, Apache-2.0", []),
        ("CC BY 4.0 or CC BY-SA 3.0, Apache License 2.0", ["CC BY 4.0", "CC BY-SA 3.0", "License 2.0"]),
        ("`= 5`, `GPT-3`\n\n    x = 5 mg\n", []),
        ("*a* = 1, **b** = 2, = 3", ["= 1", "= 2", "= 3"]),
        ("# GPT-3 in 5 min\n", ["GPT-3", "5 min"]),
        ("1, 2 and 2017", []),
    ],
)
def test_what_belongs_together_is_kept_together(text, kept):
    assert pieces(text) == kept


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("船は海にある。\n港は近い。", "<p>船は海にある。港は近い。</p>"),
        ("船は*海*\nに**ある**。\n[港](x.md)", '<p>船は<em>海</em>に<strong>ある</strong>。<a href="x.md">港</a></p>'),
        ("船は GPT\nと", "<p>船は GPT\nと</p>"),
        ("배는 바다에\n있다", "<p>배는 바다에\n있다</p>"),
        ("The boat\nis at sea.", "<p>The boat\nis at sea.</p>"),
        ("船  \n海", "<p>船<br />\n海</p>"),
        ("    船\n    海\n", "<pre><code>船\n海\n</code></pre>"),
    ],
)
def test_a_line_end_is_no_space_where_the_script_has_none(text, shown):
    assert markdown(text, extensions=["diglot.nobreak"]) == shown
