"""Where things stand and who may import whom, beyond what the import contracts of pyproject.toml can say."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import events
import migrations
import projections
import service

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"events": events, "projections": projections, "service": service, "migrations": migrations}
# What each layer may import besides the standard library; the service's edge is free.
ALLOWED = {
    "events": {"events", "msgspec", "asyncpg", "cryptography"},
    "projections": {"projections", "events", "msgspec", "asyncpg"},
}


def _find_imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.split(".")[0]


@pytest.mark.parametrize("name", PACKAGES)
def test_packages_are_ours(name: str) -> None:
    """No distribution of the same name stands before the project's own package, ``events`` above all."""
    assert Path(PACKAGES[name].__file__ or "").parent == ROOT / name


@pytest.mark.parametrize("layer", ALLOWED)
def test_inner_layers_import_only_what_is_listed(layer: str) -> None:
    """An inner layer imports the standard library and the few libraries that the design grants it."""
    granted = ALLOWED[layer] | set(sys.stdlib_module_names)
    strangers = [
        f"{path.relative_to(ROOT)}:{line} imports {imported}"
        for path in sorted((ROOT / layer).rglob("*.py"))
        for line, imported in _find_imports(path)
        if imported not in granted
    ]
    assert strangers == []


def test_the_lock_names_no_host_and_pins_every_hash() -> None:
    """Every lock holds exact versions with hashes and nothing that says where they came from."""
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "requirements-native.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        entries = text.replace("\\\n", "").splitlines()
        assert entries
        for entry in entries:
            assert "==" in entry.split(";")[0].split("--hash")[0], entry
            assert "--hash=sha256:" in entry, entry


def test_the_locks_agree() -> None:
    """Whoever develops, measures or compiles does so with the very versions that are shipped."""

    def read(lock: str) -> set[str]:
        return {line.split()[0] for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if "==" in line}

    assert read("requirements.lock") <= read("requirements-dev.lock")
    pinned = dict(entry.split("==") for entry in read("requirements-dev.lock"))
    for lock in ("requirements-bench.lock", "requirements-native.lock"):
        beside = dict(entry.split("==") for entry in read(lock))
        assert {name: beside[name] for name in beside.keys() & pinned} == {
            name: pinned[name] for name in beside.keys() & pinned
        }
