"""Made-up code, output, formulas and drawings: what stands between the words of a generated page.

Code is valid in its language, since a highlighter takes another way through text that is not. It is about nothing.
"""

from __future__ import annotations

import random

from benchmarks.words import lexicon

# Of the lines of its code blocks, the deciles of the reference course: mean 6.2.
LINES = (1, 1, 1, 2, 3, 4, 6, 9, 14, 22)

FORMULAS = (
    r"\mathrm{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V",
    r"L(\theta) = -\frac{1}{N} \sum_{i=1}^{N} \log p_\theta(x_i \mid x_{1:i-1})",
    r"p(w) = \prod_{t=1}^{T} p(w_t \mid w_1, \ldots, w_{t-1})",
    r"\hat{y} = \sigma(W x + b), \qquad \sigma(z) = \frac{1}{1 + e^{-z}}",
    r"F_1 = 2 \cdot \frac{P \cdot R}{P + R}",
    r"\theta_{t+1} = \theta_t - \eta \, \nabla_\theta L(\theta_t)",
)
INLINE_FORMULAS = ("d_k", r"\sqrt{d_k}", "x_{i+1}", r"\alpha \le 1", "n^2")

DRAWING_LABELS = ("source", "middle", "target", "note")
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 150">
  <rect class="box" x="10" y="30" width="110" height="60" rx="6"/>
  <rect class="box" x="155" y="30" width="110" height="60" rx="6"/>
  <rect class="box" x="300" y="30" width="110" height="60" rx="6"/>
  <path class="line" d="M120 60h35M265 60h35"/>
  <text class="text" x="65" y="65" text-anchor="middle" data-label="source"/>
  <text class="text" x="210" y="65" text-anchor="middle" data-label="middle"/>
  <text class="text" x="355" y="65" text-anchor="middle" data-label="target"/>
  <text class="text-small" x="210" y="130" text-anchor="middle" data-label="note"/>
</svg>
"""


def name(rng: random.Random) -> str:
    """A name as in code."""
    words = lexicon("en").words
    return rng.choice(words[40:])


def code(rng: random.Random, kind: str) -> str:
    """A fenced code block; ``kind`` is what stands behind the fence."""
    lines = {"python": _python, "output": _output, "bash": _bash, "json": _json, "": _output}[kind](rng, rng.choice(LINES))
    return "\n".join([f"```{kind}", *lines, "```"])


def _python(rng: random.Random, lines: int) -> list[str]:
    def one() -> str:
        a, b, c, d = (name(rng) for _ in range(4))
        number = rng.randint(1, 512)
        return rng.choice(
            [
                f"{a} = {b}({c}, {d}={number})",
                f'{a} = {b.title()}.from_pretrained("{c}-{d}-{number}")',
                f'print(f"{{{a}}} {{{b}:.2f}} {c}")',
                f'{a}["{b}"] = [{c}[i] for i in range({number}) if i % 2 == 0]',
                f"{a}, {b} = {c}.{d}({number}), None  # {a} and {b}",
                f'{a} = {{"{b}": {number}, "{c}": {number / 7:.3f}}}',
                f"assert {a}.shape == ({number}, {number * 2})",
            ]
        )

    if lines < 4:
        return [one() for _ in range(lines)]
    head = [f"from {name(rng)} import {name(rng).title()}", ""]
    body = [f"def {name(rng)}_{name(rng)}({name(rng)}, {name(rng)}=None):", f"    # {lexicon('en').phrase(rng, 5)}"]
    while len(head) + len(body) < lines - 1:
        body.append(f"    {one()}" if rng.random() < 0.8 else f"    for {name(rng)} in {name(rng)}:\n        {one()}")
    return [*head, *body, f"    return {name(rng)}"]


def _output(rng: random.Random, lines: int) -> list[str]:
    return [f"{{'{name(rng)}': {rng.random():.4f}, '{name(rng)}': [{rng.randint(1, 30000)}, 102]}}" for _ in range(lines)]


def _bash(rng: random.Random, lines: int) -> list[str]:
    return [f"python {name(rng)}.py --{name(rng)} {rng.randint(1, 64)} > {name(rng)}.txt" for _ in range(min(lines, 3))]


def _json(rng: random.Random, lines: int) -> list[str]:
    return ["{", *(f'  "{name(rng)}": {rng.randint(1, 999)},' for _ in range(lines)), '  "end": true', "}"]
