"""What a program prints: labelled in the page's language, escaped, without a copy button."""

from __future__ import annotations

import pytest

COURSE = {
    "docs/de/_lang.yml": "name: Deutsch\nlabels: {code: {output: Ausgabe <>}}\n",
    "docs/fr/_lang.yml": "name: Français\n",
}


def output(label: str, text: str) -> str:
    """An output block as it stands in the page."""
    return f'<figure class="output"><figcaption>{label}</figcaption><pre><samp>{text}</samp></pre></figure>'


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [
        ("en", "```output\nShe  0.04\n\nhas  0.10\n```", output("Output", "She  0.04\n\nhas  0.10")),
        ("en", '```output\n<s> & "x" **y** $z$ {#a}\n```', output("Output", "&lt;s&gt; &amp; &quot;x&quot; **y** $z$ {#a}")),
        ("en", "~~~~output\n```\n~~~~", output("Output", "```")),
        ("en", "- a\n\n    ```output\n    1\n    ```", f"<ul>\n<li>\n<p>a</p>\n{output('Output', '1')}\n</li>\n</ul>"),
        ("de", "```output\n1\n```", output("Ausgabe &lt;&gt;", "1")),
        ("fr", "```output\n1\n```", output('<span lang="en">Output</span>', "1")),
    ],
    ids=["plain", "escaped", "tildes", "in-a-list", "german", "english-word"],
)
def test_output_is_labelled_and_kept_as_it_was_printed(lang, text, html, render, write_course):
    assert render(text, write_course(COURSE) / "docs" / lang / "lesson.md") == html


@pytest.mark.parametrize(
    "text", ["```text\n1\n```", "```\n1\n```", '```output title="a.txt"\n1\n```'], ids=["text", "plain", "options"]
)
def test_other_code_keeps_its_copy_button(text, render):
    assert '<div class="highlight">' in render(text)
