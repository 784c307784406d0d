"""The short cut for words whose category no neighbour changes."""

import pytest

from service.extract.amounts.mentions import find_amounts, load_amounts
from service.extract.dates.date_shapes import load_date_shapes
from service.extract.dates.mentions import find_dates
from service.extract.language import load, readable
from service.extract.tagging.forms import Forms
from service.extract.tagging.settled import Settled
from service.extract.tagging.tagging import tag_sentence


class _Undecided(Settled):
    """Leaves every form to its neighbours."""

    def __missing__(self, text: str) -> str:
        return ""


@pytest.mark.parametrize("language", readable())
def test_what_begins_nowhere_else_is_found(language: str) -> None:
    """Names, dates and amounts are the same whether searched for everywhere or where a form may begin one."""
    known = load(language)
    found = 0
    for frame in known.frames.all:
        for text in frame.data.yes:
            tokens = known.tokenizer.tokenize(text)
            forms = known.forms.of_all(tokens)
            names = known.gazetteer.find(tokens)
            assert names == known.gazetteer.find(tokens, [at for at, form in enumerate(forms) if form.name])
            assert find_dates(tokens, "2024-06-12", language) == find_dates(
                tokens, "2024-06-12", language, None, [at for at, form in enumerate(forms) if form.date]
            )
            assert find_amounts(tokens, language) == find_amounts(
                tokens, language, [at for at, form in enumerate(forms) if form.figure]
            )
            found += len(names)
    assert found > len(known.frames.all)


@pytest.mark.parametrize("language", readable())
def test_the_short_cut_agrees_with_the_rules(language: str) -> None:
    """Every example of every frame gets the same categories with the short cut as without it."""
    known = load(language)
    undecided = _Undecided(known.words, known.grammar)
    dates, amounts = load_date_shapes(language), load_amounts(language)
    forms = Forms(known.words, undecided, known.gazetteer, dates, amounts, known.grammar)
    slow = known.__replace__(forms=forms)
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
    monkeypatch.setattr("service.extract.tagging.settled.MOST_KNOWN", 100)
    known = load(language)
    settled = Settled(known.words, known.grammar)
    for number in range(1000):
        assert settled[f"{number}"] == settled["7"]
    assert len(settled) <= 100
