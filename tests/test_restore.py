"""Ids written behind headings. (What else is put right is in ``test_parity``, beside the fault that it mends.)"""

from __future__ import annotations

import pytest
from diglot.restore import with_id


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## Das", "## Das {#x}"),
        ("## Das ##", "## Das {#x}"),
        ("## Das {#y}", "## Das {#x}"),
        ("## Das { .a #y .b }", "## Das {.a .b #x}"),
        ("## Menge {a, b}", "## Menge {a, b} {#x}"),
    ],
)
def test_an_id_is_written_behind_a_heading(line, expected):
    assert with_id(line, "x") == expected
