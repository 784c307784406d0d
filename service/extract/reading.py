"""Reading an article: clean text in, reports with evidence out. The extractor's one entry."""

from collections.abc import Callable

import msgspec

from events.codec import derive_name
from events.evidence import Quote, hash_text, quote_span
from events.interval import Interval
from events.vocabulary import REPORT_TYPES, Amount, Report
from service.extract.acts.choose import Question
from service.extract.acts.likelihood import Weights
from service.extract.amounts.mentions import AmountMention
from service.extract.claims import MUTUAL, Claim, Dropped
from service.extract.confidence import Kind, Path, load_rates, path_of
from service.extract.dates.retrospect import drop_long_past
from service.extract.language import Language, load, readable
from service.extract.names.gazetteer import NameMention
from service.extract.names.shared_names import find_licensed
from service.extract.names.surnames import drop_surnames
from service.extract.parties.cast import Cast
from service.extract.parties.imprint import find_dateline, find_day, find_home, find_letterhead
from service.extract.parties.memory import Memory
from service.extract.parties.topics import count_states, find_afflicted, find_dyad, find_focus, tells_of_a_game
from service.extract.reconcile import reconcile
from service.extract.sentence import SentenceReader
from service.extract.tagging.accents import restore_writing
from service.extract.text.blocks import Block, split_blocks
from service.extract.text.emphasis import drop_emphasis
from service.extract.text.sentences import Place, split_sentences
from service.extract.text.tokens import Token
from service.extract.tracing import Trace

EXTRACTOR_VERSION = "10"
"""Raised whenever the same article may give other reports; part of every event's id."""

_READ = frozenset({"title", "lead", "body"})
_LONGEST_SENTENCE = 250
"""Tokens; what goes on longer is no sentence and is read in pieces, so that time stays proportional to the text."""


class Reading(msgspec.Struct, kw_only=True):
    """What an article was read to say: reports in text order, what was dropped and why, and the trace when asked.

    ``paths`` says of each happening whether its parties all stood in the clause.
    """

    reports: list[Report]
    dropped: list[Dropped]
    sentences: list[Trace]
    paths: dict[str, Path] = {}
    questions: list[Question] = []
    """Frames whose parties had to be chosen, and who was weighed; only when explained."""


def read_article(  # noqa: PLR0913  (keywords, each with a meaning of its own)
    text: str,
    *,
    article: str,
    title: str | None,
    published: str | None,
    language: str,
    home: str | None = None,
    explain: bool = False,
    model: Weights | None = None,
    lap: Callable[[str], None] = lambda _: None,
) -> Reading:
    """Read one article.

    ``published`` is an ISO day or month or None; ``language`` an ISO 639-1 code; ``home`` the state (ISO alpha-3)
    whose press the article is of, to which "the minister" belongs where nothing else is said. A language without a
    folder gives no reports. Reports of one act share a happening; every quote points into ``text``. ``model`` chooses
    parties in the place of the one that is shipped; ``lap`` is told when a stage ends: names, clauses, reports.
    """
    if language not in readable():
        return Reading(reports=[], dropped=[], sentences=[])
    known = load(language)
    printed, text = text, restore_writing(text, known)
    blocks = split_blocks(text, language, title)
    prepared = drop_surnames(_prepare(text, known, blocks), known)
    lap("names")
    strong = frozenset(code for _, _, names in prepared for name in names if not name.weak for code in name.codes)
    strong |= frozenset(code for _, tokens, names in prepared for code in find_licensed(tokens, names, strong, known))
    day = find_day(text, known, blocks, published)
    memory = Memory(known, day, strong)
    memory.cast = Cast(prepared)
    memory.model = model or memory.model
    memory.focus = find_focus(prepared)
    memory.dyad = find_dyad(prepared)
    memory.themes = count_states(prepared)
    memory.afflicted = find_afflicted(prepared, known.grammar)
    memory.game = tells_of_a_game(prepared, known.grammar.groups.games)
    memory.place = find_dateline(text, known, blocks, strong)
    memory.dateline = memory.place[0] if memory.place else ""
    memory.home = (home,) if home is not None and home in strong else find_letterhead(text, known, blocks, prepared)
    memory.home = memory.home or memory.place or find_home(text, known, blocks, strong, prepared)
    memory.press = (home,) if home is not None else ()
    reader = SentenceReader(known, memory, day)
    for place, _tokens, names in prepared:
        if place.title:
            memory.end_sentence(tuple(code for name in names if not name.weak for code in name.codes))
    claims: list[Claim] = []
    for place, tokens, names in sorted(prepared, key=lambda entry: entry[0].title):
        claims.extend(reader.read(tokens, names, place, explain=explain))
    lap("clauses")
    paths: dict[str, Path] = {}
    reports = _reports(
        reconcile(drop_long_past(claims, day, reader.dropped), published, day),
        printed,
        paths,
        article=article,
        published=published,
    )
    lap("reports")
    return Reading(
        reports=reports, dropped=reader.dropped, sentences=reader.traces, paths=paths, questions=reader.questions
    )


def _prepare(text: str, known: Language, blocks: list[Block]) -> list[tuple[Place, list[Token], list[NameMention]]]:
    prepared: list[tuple[Place, list[Token], list[NameMention]]] = []
    for n, block in enumerate(blocks):
        if block.kind not in _READ:
            continue
        for sentence in split_sentences(text, block, known.code):
            whole = drop_emphasis(known.tokenizer.tokenize(text, sentence.start, sentence.end))
            for first in range(0, len(whole), _LONGEST_SENTENCE):
                tokens = whole[first : first + _LONGEST_SENTENCE]
                place = Place(
                    sentence=len(prepared), paragraph=n, lead=block.kind == "lead", title=block.kind == "title"
                )
                begin = [at for at, form in enumerate(known.forms.of_all(tokens)) if form.name]
                prepared.append((place, tokens, known.gazetteer.find(tokens, begin)))
    return prepared


def _reports(
    claims: list[Claim], text: str, paths: dict[str, Path], *, article: str, published: str | None
) -> list[Report]:
    text_hash = hash_text(text)
    reports: list[Report] = []
    for ordinal, claim in enumerate(claims):
        happening = derive_name(article, EXTRACTOR_VERSION, "happening", str(ordinal))
        quote = quote_span(
            text,
            claim.start,
            claim.end,
            article=article,
            text_hash=text_hash,
            rule=claim.rule,
            extractor=EXTRACTOR_VERSION,
        )
        paths[happening] = path_of(claim)
        reports.extend(_split(claim, quote, happening, article=article, published=published))
    return reports


def _split(claim: Claim, quote: Quote, happening: str, *, article: str, published: str | None) -> list[Report]:
    """A claim as events: one for each source and target, one for all parties of a mutual act."""
    kind = (
        "TotalReported"
        if claim.cumulative and claim.type in {"AidDelivered", "MilitarySupportProvided"}
        else claim.type
    )
    when = claim.when
    planned = claim.stage == "planned" and not _told_now(claim, published)
    common: dict[str, object] = {
        "happening": happening,
        "article": article,
        "evidence": (quote,),
        "reported": published,
        "act": _announced_on(published) if planned and kind in _ANNOUNCED else None if planned else when,
        "due": when if planned else None,
        "stage": "planned" if planned else "done",
        "factuality": claim.factuality,
        "persons": claim.persons,
    }
    made = REPORT_TYPES[kind]
    common["confidence"] = load_rates().of(Kind(made.family, path_of(claim), claim.factuality))
    if kind in _QUANTIFIED:
        common |= _goods(claim)
    if kind == "TotalReported":
        common["kind"] = claim.cumulative
    elif claim.mode and "mode" in made.__struct_fields__:
        common["mode"] = claim.mode
    if kind in MUTUAL:
        return [made(**common, parties=tuple(sorted(claim.sources)))]  # type: ignore[call-arg, list-item, arg-type]
    return [
        made(**common, source=source, target=target)  # type: ignore[call-arg, list-item, arg-type]
        for source in claim.sources
        for target in claim.targets
        if source != target
    ]


def _told_now(claim: Claim, published: str | None) -> bool:
    """Whether the date told is that of the promise itself: a pledge is made when it is told, whatever it promises."""
    if claim.type not in {"AidPledged", "AgreementAnnounced"}:
        return False
    first = claim.when.first() if claim.when is not None else None
    return first is None or published is None or first.isoformat()[: len(published)] <= published


_ANNOUNCED = frozenset({"VisitAnnounced", "MeetingAnnounced", "AgreementAnnounced"})
_QUANTIFIED = frozenset(
    {"AidPledged", "AidDelivered", "AidSuspended", "MilitarySupportProvided", "MilitarySupportEnded", "TotalReported"}
)


def _announced_on(published: str | None) -> Interval | None:
    return Interval.of(published, basis="inferred") if published is not None else None


def _goods(claim: Claim) -> dict[str, object]:
    military = claim.military or claim.type in {"MilitarySupportProvided", "MilitarySupportEnded"}
    found: dict[str, object] = {"domain": "military" if military else "civil", "terms": claim.terms}
    if claim.amount is not None:
        found["item"] = claim.amount.item
        found["amount"] = _amount(claim.amount)
    return found


def _amount(mention: AmountMention) -> Amount | None:
    if not mention.counted:
        return None
    return Amount(min=mention.min, max=mention.max, approximate=mention.approximate, unit=mention.unit)
