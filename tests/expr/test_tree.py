"""Interning: one object for each expression, for as long as anything holds it."""

from __future__ import annotations

import gc
import pickle

from mathlint.expr import tree
from mathlint.expr.tree import Expr, add, expr, mul, name, number


def test_equal_expressions_are_one_object() -> None:
    one, other = (add(mul(number(2), name("x")), name("y")) for _ in range(2))
    assert one is other
    assert pickle.loads(pickle.dumps(one)) is one


def test_what_nothing_holds_leaves_the_table() -> None:
    made = expr("opaque", (name("held by nothing"),), "only here")
    key = (made.head, made.args, made.datum)
    assert key in tree._table
    del made
    gc.collect()
    assert key not in tree._table


def test_nodes_come_parents_first_however_often_they_are_asked_for() -> None:
    form = add(mul(name("a"), name("b")), name("c"))
    wanted = ["add", "mul", "a", "b", "c"]

    def written(node: Expr) -> str:
        return str(node.datum) if node.head == "name" else node.head

    assert [written(n) for n in form.walk()] == wanted
    assert [written(n) for n in form.walk()] == wanted
    long = add(*(name(f"x_{k}") for k in range(2 * tree.MOST_KEPT)))
    assert [len(list(long.walk())) for _ in range(2)] == [long.size] * 2
