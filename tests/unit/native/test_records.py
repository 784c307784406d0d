"""Records written out as plain classes for the compiler, and what may not stand in what is compiled."""

import ast
from pathlib import Path
from typing import Any

import pytest

from native.compiling import INTERPRETED, PACKAGE, list_compiled
from native.records import UnwritableRecord, write_out

ROOT = Path(__file__).parents[3]
SOURCE = '''"""Marks."""

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """A mark, and what « it » marks."""

    text: str
    """As it is written."""
    at: int = -1

    @property
    def there(self) -> bool:
        return self.at >= 0


class Row(msgspec.Struct, kw_only=True):
    """Some marks."""

    marks: list[Mark] = []
    last: Mark | None = None


def move(row: Row, by: int) -> Row:
    return msgspec.structs.replace(
        row,
        # The é before it is one character of two bytes.
        last="é" and msgspec.structs.replace(Mark("é", by), at=by + 1), marks=[],
    )
'''


def _run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "marks.py", "exec", dont_inherit=True), names)  # noqa: S102  (what we wrote ourselves)
    return names


def test_written_out_a_record_is_a_plain_class_that_does_the_same() -> None:
    """It is made, compared, hashed and changed as msgspec's is, and has lists of its own by default."""
    for source in (SOURCE, write_out(SOURCE)):
        names = _run(source)
        mark, row = names["Mark"], names["Row"]
        assert (mark("a"), mark("a", 2).there, mark("a").there) == (mark("a", at=-1), True, False)
        assert mark("a") != mark("b")
        assert len({mark("a"), mark("a"), mark("a", 1)}) == 2
        assert row().marks is not row().marks
        assert row(marks=[mark("a")]) == row(marks=[mark("a")], last=None)
        with pytest.raises(TypeError):
            row([mark("a")])
        moved = names["move"](row(marks=[mark("a")]), 3)
        assert (moved.marks, moved.last) == ([], mark("é", 4))
    assert type(_run(write_out(SOURCE))["Mark"]) is type


def test_no_statement_changes_its_line() -> None:
    """Errors of a compiled module name the lines of the source."""

    def lines(source: str) -> dict[str, int]:
        wanted = (ast.FunctionDef, ast.ClassDef)
        ours = [node for node in ast.walk(ast.parse(source)) if isinstance(node, wanted)]
        return {node.name: node.lineno for node in ours if not node.name.startswith("__")}

    assert lines(write_out(SOURCE)) == lines(SOURCE)
    assert len(write_out(SOURCE).splitlines()) == len(SOURCE.splitlines())


@pytest.mark.parametrize(
    "record",
    [
        "class A(msgspec.Struct):\n    x: int",
        "class A(msgspec.Struct):\n    pass",
        'class A(msgspec.Struct):\n    """A."""\n\n    def f(self) -> int:\n        return 1\n\n    x: int',
    ],
    ids=["no room", "no fields", "a field behind a method"],
)
def test_what_cannot_be_written_out_is_refused(record: str) -> None:
    """The build stops with the record's name instead of making another class of it."""
    with pytest.raises(UnwritableRecord, match="A"):
        write_out(f"import msgspec\n\n\n{record}\n")


@pytest.mark.parametrize("module", list_compiled(ROOT), ids=str)
def test_what_is_compiled_holds_nothing_that_mypyc_does_otherwise(module: Path) -> None:
    """No cached_property, which it computes at each use; no record that msgspec itself decodes; no class like dict; and
    records are changed by the name that is written out.
    """
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {ast.unparse(base).partition("[")[0] for node in classes for base in node.bases}
    options = {keyword.arg for node in classes for keyword in node.keywords}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert bases <= {"msgspec.Struct", "Generic", "ValueError"}, "let the module stay interpreted: native/compiling.py"
    known = {"frozen", "kw_only", "gc", "forbid_unknown_fields"}
    assert options <= known, "let the module stay interpreted: native/compiling.py"
    assert "cached_property" not in imported, "keep what was computed in an attribute of the class"
    assert "msgspec.structs" not in modules, "write msgspec.structs.replace out: native/records.py finds it by that"


def test_what_stays_interpreted_is_there() -> None:
    """A module that was renamed would be compiled, and fail."""
    assert [name for name in sorted(INTERPRETED) if not (ROOT / PACKAGE / name).is_file()] == []
