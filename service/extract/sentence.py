"""One sentence read: its chunks and clauses, and the claims of every trigger in it."""

import msgspec

from events.interval import Interval
from service.extract.acts.choose import Question
from service.extract.acts.envoy_lists import Awaited
from service.extract.acts.triggers import Triggers
from service.extract.amounts.worths import Uncounted
from service.extract.claims import VISITS, Claim, Dropped
from service.extract.dates.labels import Labels, name_bound
from service.extract.dates.mentions import note_told
from service.extract.dates.narration import Narration
from service.extract.language import Language
from service.extract.names.gazetteer import NameMention, settle
from service.extract.parties.actors import Resolver
from service.extract.parties.memory import Memory
from service.extract.parties.referents import Referent
from service.extract.syntax.attach import attach
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.chunks import chunk_sentence
from service.extract.syntax.clauses import find_clauses
from service.extract.syntax.gaps import fill_gaps, split_sequels
from service.extract.syntax.parsed import Parsed
from service.extract.syntax.undergone import undergo
from service.extract.tagging.tagging import tag_sentence
from service.extract.text.sentences import Place
from service.extract.text.tokens import Token
from service.extract.tracing import Trace, write_trace

_FRAGMENT = 6
"""Tokens of what is said in a few words, its full stop counted."""
_BY_NAME = frozenset({"name", "capital"})


class SentenceReader:
    """Reads the sentences of one article in order, carrying its memory along."""

    def __init__(self, language: Language, memory: Memory, published: str | None) -> None:
        self.language = language
        self.memory = memory
        self.published = published
        self.told: Interval | None = None
        self.around: Interval | None = None
        self.envoys: Awaited | None = None
        self.uncounted = Uncounted()
        self.labels = Labels(language.code)
        self.narration = Narration(published)
        self.dropped: list[Dropped] = []
        self.traces: list[Trace] = []
        self.questions: list[Question] = []

    def read(
        self, tokens: list[Token], names: list[NameMention], place: Place, *, explain: bool = False
    ) -> list[Claim]:
        """The claims of one sentence."""
        self.memory.begin_sentence(place.sentence, place.paragraph)
        self.memory.titled = place.title
        names = settle(names, self.memory.strong)
        label = self.labels.over(tokens, place, self.published)
        day = name_bound(label) or self.published
        tagged = tag_sentence(tokens, names, self.language, day, self.memory.known_last_names(), self.told, self.around)
        items = attach(chunk_sentence(tagged, self.language), tokens, self.language)
        clauses = find_clauses(items, self.language)
        undergo(clauses, self.language)
        clauses = fill_gaps(items, clauses, tokens, self.language)
        clauses = split_sequels(items, clauses, tokens, self.language)
        spoken_of = tuple(dict.fromkeys([code for name in names if not name.weak for code in name.codes]))
        unsure = frozenset([at for name in names if not name.codes for at in range(name.first, name.last)])
        spans = tuple([(name.first, name.codes) for name in names if not name.weak])
        resolver = Resolver(self.memory, tokens, spoken_of, spans, unsure)
        parsed = Parsed(self.language, self.published, place, tokens, items, clauses)
        reading = Triggers(parsed, resolver)
        reading.explain = explain
        reading.envoys, reading.uncounted = self.envoys, self.uncounted
        claims = reading.claims()
        claims = [*claims, *reading.list_envoys(claims)]
        claims = [*claims, *reading.count_gifts(claims)]
        self.envoys, self.uncounted = reading.envoys, reading.uncounted
        self.dropped.extend(reading.dropped)
        self._note_told(items)
        back = self.narration.follow(items, clauses, place)
        for claim in claims:
            if claim.when is None and claim.stage == "done":
                claim.when = back
            if claim.when is None and claim.stage == "done" and label is not None:
                claim.when = msgspec.structs.replace(label, basis="inherited")
            if (
                claim.type in VISITS
                and claim.when is not None
                and claim.when.end is None
                and claim.when.precision == "year"
            ):
                # "la première visite depuis 2000" was not made in 2000.
                claim.when = None
        if not place.title and len(tokens) <= _FRAGMENT and not any(clause.vg.lemma for clause in clauses):
            self._name_alone(names)
        self.memory.tell_of(claims)
        self.memory.end_sentence((*spoken_of, *resolver.resolved()))
        if explain:
            self.questions.extend(reading.questions)
            self.traces.append(write_trace(tokens, names, clauses, claims, reading.dropped, reading.questions))
        return claims

    def _name_alone(self, names: list[NameMention]) -> None:
        """Let the one state that a few words without a verb name be what the next pronoun means: "Not so Peru. Its"."""
        codes = {name.codes for name in names if name.kind in _BY_NAME and not name.weak}
        if len(codes) == 1 and len(names) == 1:
            self.memory.set_subject(Referent(codes.pop(), (), "name"))

    def _note_told(self, items: list[Chunk]) -> None:
        for item in items:
            if item.date is not None:
                self.told, self.around = note_told(item.date, self.told, self.around)
