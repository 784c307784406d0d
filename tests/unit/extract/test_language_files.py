"""What the files of a language are decoded to, where the engine is compiled and where it is not."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import msgspec
import pytest

import service.extract
from native.records import write_out
from service.extract.acts import likelihood
from service.extract.amounts import goods
from service.extract.language_files import decode_json, decode_toml, read_language_file
from service.extract.lexicon import grammar

FOLDER = Path(service.extract.__file__).parent


def _write_plain(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module as it is compiled: with plain classes in the place of its records."""
    plain = ModuleType(module.__name__)
    source = Path(module.__file__ or "").with_suffix(".py").read_text(encoding="utf-8")
    monkeypatch.setitem(sys.modules, module.__name__, plain)
    exec(compile(write_out(source), "plain", "exec", dont_inherit=True), plain.__dict__)  # noqa: S102  (our own)
    return plain


def _tell(value: Any) -> Any:
    """A record of either kind, and all records in it, by the names of their fields."""
    if isinstance(value, msgspec.Struct):
        return {name: _tell(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: _tell(one) for key, one in cast("dict[Any, Any]", value).items()}
    return _tell(vars(value)) if hasattr(value, "__dict__") else value


@pytest.mark.parametrize(
    ("module", "kind", "file"),
    [(grammar, "Grammar", "fr/grammar.toml"), (goods, "AmountWords", "en/amounts.toml")],
    ids=["grammar", "goods"],
)
def test_a_file_is_decoded_to_plain_classes_too(
    module: ModuleType, kind: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The compiled engine has them in the place of records, inside a record too, with the same in all fields."""
    content = read_language_file(*file.split("/"))
    record = decode_toml(content, getattr(module, kind))
    plain = decode_toml(content, getattr(_write_plain(module, monkeypatch), kind))
    assert not isinstance(plain, msgspec.Struct)
    assert _tell(plain) == _tell(record)


def test_the_model_is_decoded_to_a_plain_class_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It scores as the record does."""
    plain = _write_plain(likelihood, monkeypatch)
    content = (FOLDER / "roles.json").read_bytes()
    features = frozenset({"visit", "home"})
    assert decode_json(content, plain.Weights).score(features) == likelihood.load_weights().score(features)
