"""The phrases by which pages speak of themselves, as a language's ``blocks.toml`` holds them."""

import re
from functools import lru_cache

import msgspec

from service.extract.language_files import decode_toml, load_language, read_language_file
from service.extract.text.tokens import fold_line


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    end: tuple[str, ...]
    aside: tuple[str, ...]
    drop: tuple[str, ...]
    drop_holding: tuple[str, ...]
    caption: tuple[str, ...]
    prefix: str


class Marks(msgspec.Struct, frozen=True):
    """The phrases of a language as expressions over a folded line, and its function words."""

    end: re.Pattern[str]
    aside: re.Pattern[str]
    drop: re.Pattern[str]
    holding: tuple[str, ...]
    caption: re.Pattern[str]
    prefix: re.Pattern[str]
    stop_words: frozenset[str]
    measured: dict[str, tuple[str, int, int]] = {}
    """What stood between two spaces before: how it is folded, how many words and function words it holds."""


@lru_cache(maxsize=16)
def load_marks(language: str) -> Marks:
    """The phrases of a language, compiled once."""
    phrases = decode_toml(read_language_file(language, "blocks.toml"), _Phrases)
    stop_words = load_language(language).stop_words
    return Marks(
        end=_begins(phrases.end),
        aside=_begins(phrases.aside),
        drop=_begins(phrases.drop),
        holding=phrases.drop_holding,
        caption=_begins(phrases.caption),
        prefix=re.compile(rf"\s*(?:{phrases.prefix})\s+"),
        stop_words=frozenset(fold_line(word) for word in stop_words),
    )


def _begins(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"[\W\d]*?(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
