"""Constants of a module told to mypyc as such.

What a module binds once, outside functions, mypyc looks up in the module's dictionary each time all the same, and a set
of such names is made anew each time that it is asked. With ``Final`` a text or number stands where its name stood, a
set of them is made once, and anything else is kept where C finds it. No statement changes its line.
"""

import ast
from collections import Counter
from collections.abc import Iterator

from native.places import Edit, Places, apply

_TYPE_MAKERS = ("TypeVar", "NewType", "ParamSpec", "NamedTuple")


def hold_constants(source: str) -> str:
    """The source of a module in which each name that is bound once, in capitals or in small letters, is Final."""
    tree, places = ast.parse(source), Places(source)
    bound = _count_bound(tree)
    edits: list[Edit] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            edits += _hold(node, node.targets[0], places, bound)
        elif isinstance(node, ast.AnnAssign) and node.value is not None and _constant(node.target, bound):
            kind = places.text(node.annotation)
            edits.append(Edit(places.start(node.annotation), places.end(node.annotation), f"Final[{kind}]"))
    if edits:
        first = tree.body[0]
        edits.append(Edit(places.end(first), places.end(first), "; from typing import Final"))
    return apply(source, edits)


def _hold(node: ast.Assign, target: ast.expr, places: Places, bound: Counter[str]) -> Iterator[Edit]:
    """``A = x`` as ``A: Final = x``, and ``A, B = x, y`` as two of these."""
    if _constant(target, bound) and not _is_type(node.value):
        yield Edit(places.end(target), places.end(target), ": Final")
    elif isinstance(target, ast.Tuple) and all(_constant(name, bound) for name in target.elts):
        values = _apart(node.value)
        if len(values) == len(target.elts):
            pairs = zip(target.elts, values, strict=True)
            each = "; ".join(f"{ast.unparse(name)}: Final = {value}" for name, value in pairs)
            yield Edit(places.start(node), places.end(node), each)


def _apart(value: ast.expr) -> list[str]:
    """What a tuple or a text is unpacked into; nothing where that is not told by the source."""
    if isinstance(value, ast.Tuple):
        return [ast.unparse(one) for one in value.elts]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [repr(letter) for letter in value.value]
    return []


def _constant(target: ast.expr, bound: Counter[str]) -> bool:
    return isinstance(target, ast.Name) and (target.id.isupper() or target.id.islower()) and bound[target.id] == 1


def _is_type(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).endswith(_TYPE_MAKERS)


def _count_bound(tree: ast.Module) -> Counter[str]:
    """How often each name is bound outside functions, or named ``global`` inside one."""
    bound: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            bound.update(node.names * 2)
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            bound.update(name.id for name in names if isinstance(name.ctx, ast.Store | ast.Del))
    return bound
