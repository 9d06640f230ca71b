"""`mathlint read`: one formula by itself is read as its notation suggests, and as a context says."""

from __future__ import annotations

from click.testing import CliRunner

from mathlint.cli import main


def lines(*arguments: str) -> list[str]:
    result = CliRunner().invoke(main, ["read", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_a_gradient_of_a_norm_speaks_of_vectors_and_a_matrix() -> None:
    assert lines(r"\nabla_x \|Ax-b\|^2") == [
        "gradient : d1×1",
        "  pow : scalar",
        "    norm 2 : scalar",
        "      add : d2×1",
        "        mul : d2×1",
        "          name A : d2×d1",
        "          name x : d1×1",
        "        neg : d2×1",
        "          name b : d2×1",
        "    number 2 : scalar",
        "  name x : d1×1",
        r"LaTeX: \nabla_x \|A x - b\|_2^2",
        "sympy: Derivative(Trace((-b.T + x.T*A.T)*(A*x - b)), x)",
    ]


def test_a_context_gives_the_sizes() -> None:
    said = r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b \in \mathbb{R}^m$."
    assert {"  name x : n×1", "          name A : m×n", "          name b : m×1"} <= set(
        lines("--context", said, r"\nabla_x \|Ax-b\|^2")
    )


def test_plain_algebra_speaks_of_numbers() -> None:
    assert lines("x^2 + y") == [
        "add : scalar",
        "  pow : scalar",
        "    name x : scalar",
        "    number 2 : scalar",
        "  name y : scalar",
        "LaTeX: x^2 + y",
        "sympy: x**2 + y",
    ]
