"""The files of a language's folder: what they hold is decoded here, as msgspec says."""

import threading
from functools import lru_cache
from importlib import resources
from typing import TypeVar

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


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages that can be read: the folders that hold a ``language.toml``, in order."""
    folders = resources.files(_PACKAGE).iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("language.toml").is_file()))


def decode_toml(content: str | bytes, kind: type[Kind]) -> Kind:
    """A file of TOML as a type says.

    One thread at a time: msgspec learns a type when it is first used, and two threads that teach it the same one at
    once end the process.
    """
    with _DECODING:
        return msgspec.toml.decode(content, type=kind)


def read_language_file(language: str, name: str) -> str:
    """The text of one data file of a language; raises FileNotFoundError where there is none."""
    return resources.files(_PACKAGE).joinpath(language, name).read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def load_language(language: str) -> LanguageData:
    """What is known of a written language (ISO 639-1 code); raises FileNotFoundError for one without a folder."""
    return decode_toml(read_language_file(language, "language.toml"), LanguageData)
