"""Lowering of derivatives: fractions of differentials, nabla, and the question how far such an operator reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.lower_nabla import coordinates, laplacian, over_coordinates
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import peel, text_of, unwrap
from mathlint.expr.tree import Expr, expr, mul, name, substitute
from mathlint.syntax.surface import (
    Decorated,
    Fence,
    Fraction,
    Node,
    Number,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Symbol,
    Word,
)

_PARTIAL: Final = frozenset(("\\partial", "∂"))
_NABLA: Final = frozenset(("\\nabla", "∇"))
Variables = tuple[tuple[Node, int], ...]


def d_sign(node: Node) -> str | None:
    """ "d" or "∂" if the node is a differential sign."""
    node = unwrap(node)
    if isinstance(node, Symbol):
        return "∂" if node.name in _PARTIAL else "d" if node.name in ("d", "\\dd", "\\diff", "\\d") else None
    if isinstance(node, Word) and node.text.strip() == "d":
        return "d"
    if isinstance(node, Decorated) and node.command in ("\\mathrm", "\\rm", "\\mathit", "\\mathbf", "\\mathsf"):
        inner = unwrap(node.body)
        return "d" if isinstance(inner, Symbol) and inner.name == "d" else None
    return None


def flat(node: Node) -> tuple[Node, ...]:
    node = unwrap(node)
    return node.items if isinstance(node, Run) else (node,)


def differential(node: Node) -> tuple[str, int, tuple[Node, ...], Variables] | None:
    """Take `\\frac{∂^k body}{∂x ∂y^m}` apart: (sign, order, body's factors, variables), or None if it is no derivative."""
    if not isinstance(node, Fraction):
        return None
    top, bottom = flat(node.numerator), flat(node.denominator)
    head = unwrap(top[0])
    order = 1
    if isinstance(head, Scripted):
        sign = d_sign(head.base)
        ups = [s for s in head.scripts if s.kind == "super" and s.value is not None]
        if len(ups) == 1 and len(head.scripts) == 1:
            text = text_of(ups[0].value)
            order = int(text) if text.isdigit() else 0
    else:
        sign = d_sign(head)
    if sign is None:
        return None
    variables: list[tuple[Node, int]] = []
    i = 0
    while i < len(bottom):
        power = 1
        mark = unwrap(bottom[i])
        if isinstance(mark, Scripted) and d_sign(mark.base) == sign:
            return None
        if d_sign(mark) != sign or i + 1 >= len(bottom):
            return None
        variable: Node = bottom[i + 1]
        inner = unwrap(variable)
        if isinstance(inner, Scripted):
            ups = [s for s in inner.scripts if s.kind == "super" and s.value is not None]
            if ups and text_of(ups[-1].value).isdigit() and order > 1:
                power = int(text_of(ups[-1].value))
                rest = tuple(s for s in inner.scripts if s is not ups[-1])
                variable = Scripted(inner.base, rest, inner.start, inner.end) if rest else inner.base
        variables.append((variable, power))
        i += 2
    if not variables or (order and sum(p for _, p in variables) != order) or not order:
        return None
    return sign, order, top[1:], tuple(variables)


def differential_fraction(node: Fraction, low: Lowering) -> Expr | None:
    """A derivative that carries its body in its numerator."""
    found = differential(node)
    if found is None:
        return None
    sign, _, body, variables = found
    if not body:
        raise CannotRead("unsupported", "a derivative of nothing", "\\partial")
    return derive(core.run(without_argument(body, variables, low), low), sign, variables, low)


def without_argument(body: tuple[Node, ...], variables: Variables, low: Lowering) -> tuple[Node, ...]:
    """`∂x_1(t)/∂t` where no function x is known: the argument only says what the variable x_1 depends on."""
    if len(body) != 2 or len(variables) != 1:
        return body
    head, following = peel(body[0]), unwrap(body[1])
    if head is None or not isinstance(following, Fence) or following.open != "(" or low.known(head.key).function:
        return body
    from mathlint.elaborate.lower_function import is_call

    same = text_of(following.body) == text_of(variables[0][0])
    return body if not same or is_call(body, 0, low) else body[:1]


def derive(body: Expr, sign: str, variables: Variables, low: Lowering) -> Expr:
    for node, power in reversed(variables):
        variable = variable_of(node, low)
        for _ in range(power):
            body = expr("?derivative", (argued(body, variable, low), variable), "partial" if sign == "∂" else "total")
    return body


def variable_of(node: Node, low: Lowering) -> Expr:
    """What is derived by: a name, or an entry of one."""
    inner = unwrap(node)
    if isinstance(inner, Fence) and inner.open == "(":
        inner = unwrap(inner.body)
    if isinstance(inner, Sequence) and len(inner.items) > 2:
        several = [variable_of(i, low) for i in inner.items if not isinstance(i, Separator | Relation)]
        if len(inner.items) == 2 * len(several) - 1 and all(v.head in ("name", "item") for v in several):
            return expr("matrix", tuple(several), (len(several), 1))
    variable = core.lower(inner, low)
    target = variable
    while target.head in ("item", "row", "column"):
        target = target.args[0]
    if target.head == "apply" and target is variable and all(a.head == "name" for a in variable.args):
        return variable.args[0]
    if target.head != "name":
        raise CannotRead("unsupported", f"a derivative by `{text_of(node)}`", text_of(node))
    return variable


def argued(body: Expr, variable: Expr, low: Lowering) -> Expr:
    """A function that is named without its argument depends on the variable."""
    key = body
    while key.head == "item":
        key = key.args[0]
    if key.head == "name" and "#" not in key.datum:
        said = low.known(key.datum)
        plain = said.held and said.params is None  # `S = z_1 + z_2`: its value is written without arguments
        if (
            said.function
            and not plain
            and (not said.valued or said.params is None)
            and not low.survey.of(key.datum).transposed
        ):
            base = variable
            while base.head in ("item", "row", "column"):
                base = base.args[0]
            if base.head == "matrix":
                return body
            low.functions[key.datum] = 1
            return expr("apply", (body, base))
    return body


def nabla_of(node: Node) -> tuple[Script, ...] | None:
    """The scripts on a nabla, or None."""
    node = unwrap(node)
    if isinstance(node, Symbol) and node.name in _NABLA:
        return ()
    if isinstance(node, Scripted):
        base = unwrap(node.base)
        if isinstance(base, Symbol) and base.name in _NABLA:
            return node.scripts
    return None


def partial_of(node: Node) -> Node | None:
    """The subscript of `\\partial_x`."""
    node = unwrap(node)
    if (
        isinstance(node, Scripted)
        and d_sign(node.base) == "∂"
        and len(node.scripts) == 1
        and node.scripts[0].kind == "sub"
    ):
        return node.scripts[0].value
    return None


def open_operator(node: Node, low: Lowering) -> Callable[[Node], Expr] | None:
    """If the node ends with an operator that waits for its operand, the function that gives it one."""
    node = unwrap(node)
    items = flat(node)
    last = items[-1]
    make = waiting(last, low)
    if make is None:
        return None
    lead = items[:-1]

    def reach(operand: Node) -> Expr:
        value = make(core.lower(operand, low))
        return mul(*(core.run(lead, low), value)) if lead else value

    return reach


def waiting(node: Node, low: Lowering) -> Callable[[Expr], Expr] | None:
    """The operator that a factor is, or None."""
    node = unwrap(node)
    if isinstance(node, Fence):
        return waiting(node.body, low) if node.open in ("(", "[") else None
    if isinstance(node, Fraction):
        found = differential(node)
        if found is None or found[2]:
            return None
        sign, _, _, variables = found
        return lambda body: derive(body, sign, variables, low)
    if not isinstance(node, Symbol | Scripted):
        return None
    scripts = nabla_of(node)
    if scripts is not None:
        return lambda body: gradient(scripts, body, low)
    sub = partial_of(node)
    if sub is not None:
        return lambda body: derive(body, "∂", ((sub, 1),), low)
    return None


def operator_at(items: tuple[Node, ...], i: int, low: Lowering) -> tuple[Expr, int] | None:
    """A differential operator at items[i] with what it is applied to."""
    make = waiting(items[i], low)
    if make is None:
        if isinstance(mark := unwrap(items[i]), Symbol) and mark.name in ("\\Delta", "Δ") and i + 1 < len(items):
            following = unwrap(items[i + 1])
            if isinstance(following, Fence) and following.open in ("(", "["):
                found = laplacian(core.lower(following, low), low)
                return None if found is None else (found, i + 2)
        return evaluated_at(items, i, low)
    if i + 1 >= len(items):
        raise CannotRead("unsupported", "a derivative operator without its operand", text_of(items[i]))
    first = next_end(items, i + 1, low)
    if first >= len(items):
        return make(core.run(operand_items(items, i + 1, first), low)), first
    closed = is_closed(items, i + 1, first) and not both_vary(items, i, first, low)
    options = ("the derivative takes the next factor only", "the derivative takes the whole product")
    if not closed:
        options = options[::-1]
    pick = options[low.choose(f"operand:{items[i].start}", options)]
    end = first if "only" in pick else len(items)
    head = unwrap(items[i + 1])
    if "only" in pick and isinstance(unwrap(items[end - 1]), Scripted):
        last = unwrap(items[end - 1])
        assert isinstance(last, Scripted)
        if (
            isinstance(unwrap(last.base), Fence)
            and last.scripts
            and text_of(last.scripts[0].value) in ("T", "\\top", "\\intercal", "\\mathrm{T}")
        ):
            # `∇f(x)^T v`: the transpose stands on the gradient
            bare = (*items[i + 1 : end - 1], last.base)
            value = make(core.run(bare, low))
            from mathlint.elaborate.lower_name import with_scripts

            return with_scripts(value, last.scripts, low), end
    del head
    return make(core.run(items[i + 1 : end], low)), end


def evaluated_at(items: tuple[Node, ...], i: int, low: Lowering) -> tuple[Expr, int] | None:
    """`\\frac{df}{dx}(a)`: the derivative of a function at a place."""
    if i + 1 >= len(items):
        return None
    node, following = unwrap(items[i]), unwrap(items[i + 1])
    found = differential(node)
    if (
        found is None
        or len(found[2]) != 1
        or len(found[3]) != 1
        or not isinstance(following, Fence)
        or following.open != "("
    ):
        return None
    function = peel(found[2][0])
    if function is None or not (low.known(function.key).function or low.survey.is_function(function.key)):
        return None
    sign, _, body, variables = found
    variable = variable_of(variables[0][0], low)
    if variable.head != "name":
        return None
    at = core.lower(following.body, low)
    value = derive(core.run(body, low), sign, variables, low)
    if at is variable:
        return value, i + 2
    place = low.fresh("t")
    return expr("apply", (expr("lambda", (place, substitute(value, {variable.datum: place}))), at)), i + 2


def operand_items(items: tuple[Node, ...], i: int, end: int) -> tuple[Node, ...]:
    return items[i:end]


def next_end(items: tuple[Node, ...], i: int, low: Lowering) -> int:
    """Where the first factor after an operator ends: a call takes its parentheses with it."""
    from mathlint.elaborate.lower_function import is_call

    return i + 2 if is_call(items, i, low) else i + 1


def is_closed(items: tuple[Node, ...], i: int, end: int) -> bool:
    """A call or something between delimiters: an operator before it takes just that, in most hands."""
    if end - i == 2:
        return True
    node = unwrap(items[i])
    if isinstance(node, Scripted):
        node = unwrap(node.base)
    return isinstance(node, Fence) and node.open in ("(", "[", "\\{")


def both_vary(items: tuple[Node, ...], i: int, first: int, low: Lowering) -> bool:
    """`∇_x f(x)^T g(x)`: a product of two functions of the variable that is written out, and no gradient times something."""
    from mathlint.elaborate.lower_function import is_call

    scripts = nabla_of(items[i])
    sub = next((s.value for s in scripts or () if s.kind == "sub" and s.value is not None), None)
    if sub is None or first - i != 3 or len(items) - first != 2 or not is_call(items, first, low):
        return False
    one, other = unwrap(items[i + 2]), unwrap(items[first + 1])
    one = unwrap(one.base) if isinstance(one, Scripted) else one
    return all(isinstance(f, Fence) and text_of(f.body) == text_of(sub) for f in (one, other))


def gradient(scripts: tuple[Script, ...], body: Expr, low: Lowering) -> Expr:
    """`∇_x body`, `∇f(x)`, `∇² f(x)`."""
    sub = next((s.value for s in scripts if s.kind == "sub" and s.value is not None), None)
    sup = next((text_of(s.value) for s in scripts if s.kind == "super"), "")
    if sup not in ("", "2"):
        raise CannotRead("unsupported", f"nabla with superscript `{sup}`", "\\nabla")
    head = "hessian" if sup == "2" else "?gradient"
    if sub is not None:
        inner = unwrap(sub)
        if isinstance(inner, Sequence) and any(isinstance(i, Separator) for i in inner.items):
            raise CannotRead("unsupported", "nabla by several variables", "\\nabla")
        if isinstance(inner, Number):
            raise CannotRead("unsupported", "nabla with a number", "\\nabla")
        variable = variable_of(sub, low)
        return expr(head, (argued(body, variable, low), variable))
    if (at_all := coordinates(body, low)) is not None:
        return over_coordinates(body, at_all, bool(sup), low)
    if body.head == "apply" and len(body.args) == 2:
        at = body.args[1]
        if at.head == "name":
            return expr(head, (body, at))
        variable = low.fresh("t")
        inside = expr(head, (expr("apply", (body.args[0], variable)), variable))
        return expr("apply", (expr("lambda", (variable, inside)), at))
    if head == "hessian":
        raise CannotRead("unsupported", "a second derivative whose variable is not written", "\\nabla")
    free = sorted(n for n in body.free if "#" not in n)
    if len(free) == 1 and body.head != "name":
        return expr(head, (body, name(free[0])))
    raise CannotRead("unsupported", "a gradient whose variable is not written", "\\nabla")
