"""A piece of a sentence: a phrase, a verb group, a date, or what stands between them."""

import msgspec

from service.extract.amounts.mentions import AmountMention
from service.extract.dates.mentions import DateMention
from service.extract.names.gazetteer import NameMention
from service.extract.syntax.verbs import VerbGroup

ACTORS = frozenset(
    {
        "collective",
        "office",
        "homologue",
        "envoy",
        "agent",
        "institution",
        "delegation",
        "forces",
        "country",
        "people",
        "name",
        "person",
        "pronoun",
        "mission",
    }
)
"""What heads a phrase that may act."""
BEARERS = frozenset({"office", "homologue", "envoy", "agent", "institution", "delegation"})
"""What heads a phrase that acts for a state or an organisation."""
TITLED = frozenset({"office", "homologue", "envoy", "agent"})
"""What a person's name may follow."""
PARTED = frozenset({"envoy", "agent", "office"})
"""Of whom a number may be told: "two of its ambassadors"."""


class Chunk(msgspec.Struct, gc=True):
    """A piece of a sentence: ``kind`` is np, vg, date, comma, and, sub, rel, adv or mark.

    For a noun phrase: ``prep`` is the preposition before it (canonical, empty when bare), ``head`` its
    head's lemma, ``cls`` what the head is (name, person, pronoun, amount, an actor class, or noun).
    """

    kind: str
    first: int
    last: int
    prep: str = ""
    det: str = ""
    head: str = ""
    head_at: int = -1
    cls: str = ""
    name: NameMention | None = None
    adj_codes: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    amount: AmountMention | None = None
    date: DateMention | None = None
    plural: bool = False
    vg: VerbGroup | None = None
    comps: list["Chunk"] = []
    conj: list["Chunk"] = []

    @property
    def end(self) -> int:
        """The last token (exclusive) of the phrase with its complements and what is joined to it."""
        if not self.comps and not self.conj:
            return self.last
        return max([self.last, *[part.end for part in self.comps], *[part.end for part in self.conj]])
