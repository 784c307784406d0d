"""Who tells an article: the state of its dateline, its letterhead, its byline or the name of its paper."""

import re
from datetime import date
from itertools import pairwise

from events.interval import Interval
from service.extract.dates.mentions import find_dates
from service.extract.language import Language
from service.extract.names.gazetteer import TOWNS, NameMention, Prepared
from service.extract.names.states import states
from service.extract.parties.topics import count_states
from service.extract.text.blocks import Block
from service.extract.text.tokens import Token

_LATEST = 10
"""Days after which a paper prints what an agency or a ministry tells, at most."""
_LONGEST_MONTH = 31
_DAY = len("2024-06-12")
_LINE_WORDS = 16
"""Tokens of a line that tells who wrote where, at most."""
_PATH = re.compile(r"[>|»•*/]|::|&gt;")
"""What parts the items of a menu or a path: a state among them is a section of the page."""
_OPENED = re.compile(r"\s*[(\[](?P<place>[^()\[\]\n]{3,40})[)\]]\s*[-–—:]")
"""A dateline in brackets: "(Agency Colombo) -"."""


def find_dateline(text: str, known: Language, blocks: list[Block], strong: frozenset[str]) -> tuple[str, ...]:
    """The state of the place that a wire dateline names: "here" is there until the text goes elsewhere.

    A weak name ("Georgetown") is of a state that the article names beyond doubt.
    """
    for block, lead in pairwise(blocks):
        if block.kind == "boilerplate" and lead.kind == "lead" and block.end == lead.start:
            names = known.gazetteer.find(known.tokenizer.tokenize(text, block.start, block.end))
            return next((name.codes[:1] for name in names if not name.weak or strong.issuperset(name.codes)), ())
    return ()


def find_day(text: str, known: Language, blocks: list[Block], published: str | None) -> str | None:
    """The day from which an article is told: that of its dateline, shortly before publication; else ``published``.

    What a communiqué of 5 June calls today was that day, whenever a paper printed it.
    """
    for block, lead in pairwise(blocks):
        if block.kind == "boilerplate" and lead.kind == "lead" and block.end == lead.start:
            tokens = known.tokenizer.tokenize(text, block.start, block.end)
            told = [one.past.start for one in find_dates(tokens, published, known.code) if one.kind == "day"]
            day = told[0] if len(told) == 1 else None
            if day is None or len(day) != _DAY:
                return published
            last = Interval.of(published).last() if published is not None else None
            late = (last - date.fromisoformat(day)).days if last is not None else 0
            month = 0 if published is None or len(published) == _DAY else _LONGEST_MONTH
            return day if 0 <= late <= _LATEST + month else published
    return published


def find_letterhead(text: str, known: Language, blocks: list[Block], prepared: Prepared) -> tuple[str, ...]:
    """The state whose ministry or presidency a communiqué is of, told above its first paragraph; empty without one.

    A ministry that does not say whose it is ("Ministry of Foreign Affairs") is of the state that the text names most.
    """
    issuers = known.grammar.groups.issuers
    above: dict[str, None] = {}
    head: dict[str, None] = {}
    issued = alone = titled = False
    for block in blocks:
        if block.kind in {"lead", "body"}:
            break
        tokens = known.tokenizer.tokenize(text, block.start, block.end)
        titled = titled or block.kind == "title"
        sure = [name for name in known.gazetteer.find(tokens) if not name.weak]
        codes = dict.fromkeys(code for name in sure for code in name.codes if code in states())
        head |= codes
        if not titled:
            above |= codes
        if not issuers.isdisjoint([form.word.noun for form in known.forms.of_all(tokens)]):
            issued = True
            alone = alone or (block.kind == "boilerplate" and not _PATH.search(text, block.start, block.end))
    if not issued:
        return ()
    if len(head) == 1 or (len(above) == 1 and alone):
        return tuple(head) if len(head) == 1 else tuple(above)
    counts = dict(count_states([entry for entry in prepared if not entry[0].title])) if alone else {}
    times = max(counts.values(), default=0)
    most = [code for code in counts if counts[code] == times]
    return tuple(most) if len(most) == 1 and times > 1 else ()


def find_home(
    text: str, known: Language, blocks: list[Block], strong: frozenset[str], prepared: Prepared
) -> tuple[str, ...]:
    """The state where those sit who tell an article, where the text names it too; else empty.

    A byline tells it ("Staff correspondent, Dhaka"), a dateline in brackets or a paper's name ("Juba Daily Mail").
    """
    found: dict[str, None] = {}
    for block in blocks:
        if block.kind == "lead":
            opened = _OPENED.match(text, block.start, block.end)
            if opened is not None:
                tokens = known.tokenizer.tokenize(text, opened.start("place"), opened.end("place"))
                found |= dict.fromkeys(_seats(tokens, known.gazetteer.find(tokens), known))
            break
        if block.kind == "boilerplate":
            path = _PATH.search(text, block.start, block.end)
            tokens = known.tokenizer.tokenize(text, block.start, block.end)
            names = known.gazetteer.find(tokens) if len(tokens) <= _LINE_WORDS else []
            found |= dict.fromkeys(_seats(tokens, names, known, path=path is not None))
    told = [code for code in found if code in strong]
    return (told[0],) if len(found) == 1 and told else () if found else _where_government_is(known, prepared)


def _where_government_is(known: Language, prepared: Prepared) -> tuple[str, ...]:
    """The only state in whose towns things happen, where the text says "Government" without any article: its own."""
    rulers, places = known.grammar.groups.bare_rulers, known.grammar.prepositions.place
    told = [(tokens, names) for place, tokens, names in prepared if not place.title and len(tokens) > 1]
    if not any(
        tokens[0].fold in rulers and tokens[0].text[:1].isupper() and tokens[1].text.islower() for tokens, _ in told
    ):
        return ()
    towns = {
        name.codes[0]
        for tokens, names in told
        for name in names
        if name.kind in TOWNS and not name.weak and name.first and tokens[name.first - 1].fold in {",", *places}
    }
    return tuple(towns) if len(towns) == 1 else ()


def _seats(tokens: list[Token], names: list[NameMention], known: Language, *, path: bool = False) -> list[str]:
    """The states whose towns a line names, or whose name is that of a paper; in a path only the latter."""
    papers = known.grammar.groups.papers
    paper = not papers.isdisjoint([token.fold for token in tokens])
    return [
        name.codes[0]
        for name in names
        if len(name.codes) == 1
        and not name.weak
        and name.codes[0] in states()
        and ((name.kind in TOWNS and not path) or (paper and _in_title(tokens, name, papers)))
    ]


def _in_title(tokens: list[Token], name: NameMention, papers: frozenset[str]) -> bool:
    """Whether a word for a paper stands with the name in one run of words: "Juba Daily Mail", "Times of Malta"."""
    first, last = name.first, name.last
    while first and tokens[first - 1].text[:1].isalpha():
        first -= 1
    while last < len(tokens) and tokens[last].text[:1].isalpha():
        last += 1
    return not papers.isdisjoint([token.fold for token in tokens[first:last]])
