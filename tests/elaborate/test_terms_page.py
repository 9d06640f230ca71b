"""P1 over a page: inline formulas, chains that go on in the next block, true spans, broken terms."""

from __future__ import annotations

from mathlint.syntax.surface import Broken, Node, Product, Run, Sum
from mathlint.syntax.surface_walk import walk
from tests.elaborate.chains_of import chains_of, described, shown


def test_inline_formulas_are_chains_too() -> None:
    chains, texts = chains_of("The number $n$ is even, so $n = 2k$ for some $k \\in \\mathbb Z$.\n")
    assert [shown(c, texts) for c in chains] == ["n", "n = 2k", r"k in \mathbb Z"]
    assert [c.number for c in chains] == [0, 1, 2]
    assert not any(c.display for c in chains)


def test_a_block_goes_on_with_the_block_before() -> None:
    chains, texts = chains_of("$$\na = b\n$$\n\nand, as $b$ is odd,\n\n$$\n= c = d\n$$\n")
    assert [shown(c, texts) for c in chains] == ["a = b", "b", "b = c = d"]
    last = chains[-1]
    assert last.continued
    assert (last.terms[0].block, last.terms[1].block, last.block) == (0, 2, 2)


def test_a_heading_ends_a_derivation() -> None:
    chains, texts = chains_of("$$\na = b\n$$\n\n## Next\n\n$$\n= c\n$$\n")
    assert [shown(c, texts) for c in chains] == ["a = b", "∅ = c"]
    assert not chains[-1].continued


def test_only_the_nearest_display_goes_on() -> None:
    chains, texts = chains_of("$$\na = b\n$$\n\nthen\n\n$$\nx\n$$\n\nthen\n\n$$\n= c\n$$\n")
    assert shown(chains[-1], texts) == "x = c"


def test_a_block_that_begins_with_an_arrow_follows_the_block_before() -> None:
    chains, texts = chains_of("$$\n2x = 6\n$$\n\nDivide.\n\n$$\n\\implies x = 3\n$$\n")
    assert [described(c, texts) for c in chains] == ["2x = 6", "implies 0: x = 3"]


def test_every_side_condition_knows_its_chain_and_the_chain_knows_it() -> None:
    chains, _ = chains_of("$$\nf(x) = x^2, \\quad x > 0\n$$\n\n$y$\n\n$$\ng(x) = 1 \\text{ if } x > 1\n$$\n")
    assert [(c.number, c.conditions, c.condition_of) for c in chains] == [
        (0, (1,), None),
        (1, (), 0),
        (2, (), None),
        (3, (4,), None),
        (4, (), 3),
    ]


def test_comments_are_remarks() -> None:
    chains, texts = chains_of("$$\n\\begin{aligned} a &= b && \\text{by symmetry} \\\\ &= c \\end{aligned}\n$$\n")
    assert [shown(c, texts) for c in chains] == ["a = b = c"]
    assert chains[0].remarks == ("by symmetry",)


def _node(latex: str) -> Node:
    chains, _ = chains_of(f"$$\n{latex}\n$$\n")
    node = chains[0].terms[1].node
    assert node is not None
    return node


def test_a_sum_over_rows_is_one_sum() -> None:
    node = _node(r"\begin{aligned} a &= b \\ &\quad + c \\ &\quad - d \end{aligned}")
    assert isinstance(node, Sum)
    assert len(node.terms) == 3
    assert [[s.name for s in signs] for signs in node.signs] == [[], ["+"], ["-"]]


def test_a_product_over_rows_binds_as_a_product() -> None:
    node = _node(r"\begin{aligned} a &= b + c \\ &\quad \times d \end{aligned}")
    assert isinstance(node, Sum)
    assert isinstance(node.terms[1], Product)


def test_a_parenthesis_over_rows_is_one_fence() -> None:
    node = _node(r"\begin{aligned} a &= 2 \left( b \right. \\ &\quad \left. {} + c \right) \end{aligned}")
    assert isinstance(node, Run)
    assert not any(isinstance(part, Broken) for part in walk(node))


def test_spans_of_joined_terms_are_places_in_the_block() -> None:
    chains, texts = chains_of("$$\n\\begin{aligned} a &= b \\\\ &\\cdot c \\\\ &= d \\end{aligned}\n$$\n")
    for term in chains[0].terms:
        assert term.node is not None
        for part in walk(term.node):
            written = texts[0][part.start : part.end]
            assert written == written.strip() or not written
            assert "&" not in written or part is term.node
    assert texts[0][chains[0].terms[2].start : chains[0].terms[2].end] == "d"


def test_what_could_not_be_parsed_is_broken_and_the_rest_is_not() -> None:
    chains, texts = chains_of("$$\n\\begin{aligned} a &= \\frac{b}{ \\\\ c &= d \\end{aligned}\n$$\n\n$$\nx = y\n$$\n")
    assert shown(chains[-1], texts) == "x = y"
    assert not any(t.broken for t in chains[-1].terms)
    assert any(t.broken for c in chains[:-1] for t in c.terms)


def test_a_term_ends_before_the_space_after_it_even_if_never_closed() -> None:
    chains, texts = chains_of("$$\nA = \\begin{bmatrix} 1 & 2 \n\n$$\n")
    term = chains[0].terms[1]
    assert texts[0][term.start : term.end] == r"\begin{bmatrix} 1 & 2"
