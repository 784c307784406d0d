"""msgspec's records written out as plain classes, which mypyc makes native.

mypyc knows nothing of msgspec's records, and leaves the `__init__` of a dataclass interpreted; an attribute of a plain
class takes it a sixth of the steps, making one a tenth. So, for the compiler alone, each record of a module becomes a
class whose `__init__`, `__eq__`, `__hash__` and `__replace__` stand where its fields stood. No statement changes its
line: what a compiled module says of an error names the lines of the source.
"""

import ast
from collections.abc import Iterator

from native.places import Edit, NoRoom, Places, apply

_ANEW = {"[]", "{}", "set()"}
"""Defaults of which each record has its own."""


class UnwritableRecord(ValueError):
    """A record is written in a way that cannot be written out; mend it, or let its module stay interpreted."""


def write_out(source: str) -> str:
    """The source of a module with its records as plain classes; raises UnwritableRecord where that cannot be."""
    tree, places = ast.parse(source), Places(source)
    edits = [_write_record(node, places) for node in tree.body if isinstance(node, ast.ClassDef) and _is_record(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "msgspec.structs.replace":
            edits += _call_method(node, places)
    try:
        return apply(source, edits)
    except NoRoom as error:
        message = f"no room for {str(error).splitlines()[0]!r} and its methods; give it a docstring"
        raise UnwritableRecord(message) from error


def _is_record(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) == "msgspec.Struct" for base in node.bases)


def _write_record(record: ast.ClassDef, places: Places) -> Edit:
    """The head of the class, its docstring and its fields, which stand before all methods."""
    fields = [node for node in record.body if isinstance(node, ast.AnnAssign)]
    stated = [node for node in record.body if isinstance(node, ast.AnnAssign | ast.Expr)]
    if record.decorator_list or not fields or record.body[: len(stated)] != stated:
        raise UnwritableRecord(f"{record.name} is decorated, has no fields, or has some behind its methods")
    options = {keyword.arg for keyword in record.keywords if ast.unparse(keyword.value) == "True"}
    methods = _write_methods(record.name, fields, options)
    text = "\n    ".join([f"class {record.name}:", *methods])
    return Edit(places.start(record), places.end(stated[-1]), text)


def _write_methods(name: str, fields: list[ast.AnnAssign], options: set[str | None]) -> Iterator[str]:
    names = [ast.unparse(field.target) for field in fields]
    given = ["self", "*"] if "kw_only" in options else ["self"]
    kept: list[str] = []
    for field in fields:
        attribute, kind = ast.unparse(field.target), ast.unparse(field.annotation)
        default = "" if field.value is None else ast.unparse(field.value)
        if default.startswith("msgspec.field("):
            # What the field is called in a file.
            default = ""
        anew = default in _ANEW
        given.append(f"{attribute}: {kind}" + (" | None = None" if anew else default and f" = {default}"))
        value = f"{default} if {attribute} is None else {attribute}" if anew else attribute
        kept.append(f"self.{attribute}: {kind} = {value}")
    yield f"def __init__({', '.join(given)}) -> None: {'; '.join(kept)}"
    same = " and ".join(f"self.{attribute} == other.{attribute}" for attribute in names)
    yield f"def __eq__(self, other: object) -> bool: return isinstance(other, {name}) and {same}"
    if "frozen" in options:
        yield f"def __hash__(self) -> int: return hash(({', '.join(f'self.{attribute}' for attribute in names)},))"
    own = ", ".join(f"{attribute}=self.{attribute}" for attribute in names)
    yield (
        f"def __replace__(self, **changes: object) -> '{name}': made = {name}({own}); "
        "[setattr(made, name, value) for name, value in changes.items()]; return made"
    )


def _call_method(call: ast.Call, places: Places) -> Iterator[Edit]:
    """``msgspec.structs.replace(record, ...)`` as ``(record).__replace__(...)``, which any record answers."""
    record, first = call.args[0], call.keywords[0]
    yield Edit(places.start(call), places.start(record), "(")
    yield Edit(places.end(record), places.start(first), ").__replace__(")
