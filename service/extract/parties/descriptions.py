"""Whom a description means that fits one whom the article names: by region or kind, by its part in a visit."""

from service.extract.names.realms import find_region, joined_tail, load_realms, load_regions
from service.extract.names.states import states
from service.extract.parties.memory import Memory
from service.extract.syntax.chunk import Chunk
from service.extract.text.tokens import Token


class Descriptions:
    """What the descriptions of one sentence mean in the article."""

    def __init__(self, memory: Memory, tokens: list[Token], spans: tuple[tuple[int, tuple[str, ...]], ...]) -> None:
        self._memory = memory
        self._tokens = tokens
        self._spans = spans

    def find(self, chunk: Chunk, against: tuple[str, ...], size: int) -> tuple[str, ...] | None:
        """Whom a region or a part in a visit tells; None for a phrase that tells none."""
        region = self.region_of(chunk)
        if region is not None:
            return self._in_region(chunk, region, against, size)
        memory, groups = self._memory, self._memory.language.grammar.groups
        if chunk.head in groups.guests and self.definite(chunk) and (chunk.comps or not against):
            # "The visitor held talks", "the guest of Algeria"
            return memory.threads.who_is("guest", against, memory.sentence)
        if chunk.head in groups.blocs and chunk.cls == "noun" and self.definite(chunk) and not chunk.adjectives:
            # "L'instance a suspendu la Guinée": right behind what it did or said
            return memory.organisation if memory.subject.codes == memory.organisation else ()
        if self.is_donor(chunk):
            return memory.threads.who_is(groups.part[self._tokens[chunk.head_at].fold], against, memory.sentence)
        return None

    def is_donor(self, chunk: Chunk) -> bool:
        """Whether a phrase is "the donor" or "le bénéficiaire": a state told by its part in a gift alone."""
        called = chunk.cls == "noun" and self._tokens[chunk.head_at].fold in self._memory.language.grammar.groups.part
        return called and self.definite(chunk) and not (chunk.plural or chunk.comps or chunk.adj_codes)

    def region_of(self, chunk: Chunk) -> frozenset[str] | None:
        """Whom the region that is told of a country or body allows ("the West African nation"); None without one."""
        memory, groups = self._memory, self._memory.language.grammar.groups
        bodies = chunk.head in groups.blocs
        if not (chunk.cls == "country" or bodies or chunk.head in groups.overlords) or chunk.name is not None:
            return None
        regions = load_regions(memory.language.code)
        inside = [(at, codes) for at, codes in self._spans if chunk.first <= at < chunk.end]
        if chunk.det in memory.language.grammar.indefinite or any(self._names(at, codes) for at, codes in inside):
            return None
        folds = [token.fold for token in self._tokens[chunk.first : chunk.end]]
        found = find_region(folds, regions)
        if found is None:
            return None
        kind = groups.realms.get(chunk.head)
        if kind is not None:
            # "the Gulf kingdom"
            return found & load_realms()[kind]
        return frozenset([code for code in found if (code not in states()) == bodies]) or None

    def _names(self, at: int, codes: tuple[str, ...]) -> bool:
        """Whether a name there is more than the adjective of a region: "Gulf Cooperation Council", not "European"."""
        fold, regions = self._tokens[at].fold, load_regions(self._memory.language.code)
        if joined_tail(fold) in regions:
            # "the Russian-led bloc" is not Russia.
            return False
        if not states().isdisjoint(codes) or fold not in regions:
            return True
        return at + 1 < len(self._tokens) and self._tokens[at + 1].text[:1].isupper()

    def _in_region(self, chunk: Chunk, region: frozenset[str], against: tuple[str, ...], size: int) -> tuple[str, ...]:
        """Those of a region whom a phrase means: "the three Baltic states", "the island nation"."""
        before = self._tokens[chunk.first : chunk.head_at]
        several = chunk.plural or any(
            token.fold in self._memory.language.grammar.plural_determiners for token in before
        )
        if several and not size and chunk.head not in self._memory.language.grammar.groups.blocs:
            # "aux pays africains"
            return ()
        here = [code for at, codes in self._spans if at < chunk.first for code in codes]
        return self._memory.among(region, here, against, size or 1)

    def is_guest(self, chunk: Chunk) -> bool:
        """Whether a phrase is "the visitor" or "his host": one person told by his part in a visit alone."""
        grammar = self._memory.language.grammar
        if chunk.head not in grammar.groups.guests or chunk.adj_codes or (chunk.cls == "noun" and chunk.comps):
            return False
        return chunk.det in grammar.pronouns.possessive or self.definite(chunk)

    def definite(self, chunk: Chunk) -> bool:
        """Whether a phrase has a definite article, if only inside its preposition ("du pays")."""
        groups = self._memory.language.grammar.groups
        if chunk.det in groups.determiners or (chunk.plural and chunk.det in groups.plural_articles):
            return True
        return (
            not chunk.det
            and not chunk.plural
            and any(token.fold in groups.merged for token in self._tokens[chunk.first : chunk.head_at])
        )
