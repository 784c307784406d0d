"""The files of a language's folder: what they hold is decoded here, as msgspec says."""

import sys
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

import msgspec

Kind = TypeVar("Kind")
_DECODING = threading.Lock()
_PACKAGE = "service.extract"


class LanguageData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contents of a language's ``language.toml``; each key is explained there."""

    code: str
    elisions: tuple[str, ...]
    name_prefixes: tuple[str, ...]
    whole_words: tuple[str, ...]
    clitics: tuple[str, ...]
    negated: tuple[str, ...]
    abbreviations: tuple[str, ...]
    abbreviations_before_number: tuple[str, ...]
    abbreviations_final: tuple[str, ...]
    ordinal_suffixes: tuple[str, ...]
    group_separators: str
    decimal_marks: str
    sentence_openers: frozenset[str]
    stop_words: frozenset[str]
    telling_words: frozenset[str] = frozenset()
    signs_before_number: tuple[str, ...] = ()
    owned: frozenset[str] = frozenset()
    negations: tuple[str, ...] = ()
    locating: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages that can be read: the folders that hold a ``language.toml``, in order."""
    folders = resources.files(_PACKAGE).iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("language.toml").is_file()))


def decode_toml(content: str | bytes, kind: type[Kind]) -> Kind:
    """A file of TOML as a type says."""
    return _decode(msgspec.toml.decode, content, kind)


def decode_json(content: str | bytes, kind: type[Kind]) -> Kind:
    """A file of JSON as a type says."""
    return _decode(msgspec.json.decode, content, kind)


def _decode(read: Callable[..., Any], content: str | bytes, kind: type[Kind]) -> Kind:
    """What ``read`` makes of a file.

    One thread at a time: msgspec learns a type when it is first used, and two threads that teach it the same one at
    once end the process.
    """
    with _DECODING:
        if issubclass(kind, msgspec.Struct):
            return read(content, type=kind)
        # The compiled engine has plain classes in the place of records: what msgspec decodes is the record as written.
        written: Any = getattr(_as_written(kind.__module__), kind.__name__)
        return _made_plain(read(content, type=written), sys.modules[kind.__module__])


@cache
def _as_written(name: str) -> ModuleType:
    """The Python that a compiled module was made of, which lies beside it, as a module of its own."""
    source = Path(__file__).parent.joinpath(*name.removeprefix(f"{_PACKAGE}.").split(".")).with_suffix(".py")
    spec = spec_from_file_location(f"{name}_as_written", source)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{source} is missing: the compiled engine needs the Python that it was made of")
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _made_plain(value: Any, module: ModuleType) -> Any:  # noqa: ANN401  (whatever a file holds)
    """What was decoded with the classes of a compiled module in the place of the records that it wrote."""
    if isinstance(value, msgspec.Struct):
        fields = {name: _made_plain(getattr(value, name), module) for name in value.__struct_fields__}
        return getattr(module, type(value).__name__)(**fields)
    if isinstance(value, dict):
        held = cast("dict[Any, Any]", value)
        return {key: _made_plain(one, module) for key, one in held.items()}
    if isinstance(value, list | tuple):
        listed = cast("list[Any] | tuple[Any, ...]", value)
        return type(listed)([_made_plain(one, module) for one in listed])
    return value


def read_language_file(language: str, name: str) -> str:
    """The text of one data file of a language; raises FileNotFoundError where there is none."""
    return resources.files(_PACKAGE).joinpath(language, name).read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def load_language(language: str) -> LanguageData:
    """What is known of a written language (ISO 639-1 code); raises FileNotFoundError for one without a folder."""
    return decode_toml(read_language_file(language, "language.toml"), LanguageData)
