"""The short cut for words whose category no neighbour changes."""

from collections import defaultdict

import msgspec
import pytest

from service.extract.language import load, readable
from service.extract.settled import Settled
from service.extract.tagging import tag_sentence


@pytest.mark.parametrize("language", readable())
def test_the_short_cut_agrees_with_the_rules(language: str) -> None:
    """Every example of every frame gets the same categories with the short cut as without it."""
    known = load(language)
    slow = msgspec.structs.replace(known, settled=defaultdict(str))
    decided, seen = 0, 0
    for frame in known.frames.all:
        for text in (*frame.data.yes, *frame.data.no):
            tokens = known.tokenizer.tokenize(text)
            names = known.gazetteer.find(tokens)
            persons = frozenset[str]()
            tagged = tag_sentence(tokens, names, known, "2024-06-12", persons)
            assert tagged.tags == tag_sentence(tokens, names, slow, "2024-06-12", persons).tags, text
            decided += sum(bool(known.settled[token.text]) for token in tokens)
            seen += len(tokens)
    assert decided > max(seen / 4, 100)


@pytest.mark.parametrize("language", readable())
def test_forms_kept_are_bounded(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many forms come in, only so many are kept."""
    monkeypatch.setattr("service.extract.settled.MOST_KNOWN", 100)
    known = load(language)
    settled = Settled(known.words, known.grammar)
    for number in range(1000):
        assert settled[f"{number}"] == settled["7"]
    assert len(settled) <= 100
