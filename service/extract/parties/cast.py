"""Who is named where in an article: what is known of its parties before any sentence is read for acts."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from itertools import takewhile

from service.extract.names.gazetteer import TOWNS, NameMention, Prepared

_TOWN = "city"
"""The kind of name of a town that is no capital: it speaks for no state."""


class Cast:
    """The states and organisations that an article names beyond doubt, each with the sentences that name it."""

    def __init__(self, prepared: Prepared) -> None:
        """Nothing is counted before somebody asks: most articles leave no role open."""
        self._prepared = prepared
        self._named_in: dict[str, list[int]] | None = None
        self._called: frozenset[tuple[str, ...]] | None = None
        self._sites: frozenset[str] | None = None

    @property
    def sites(self) -> frozenset[str]:
        """The states that the article knows by towns alone, and not by their capital: where others meet."""
        if self._sites is None:
            names = [name for _place, _tokens, names in self._prepared for name in names]
            towns = {code for name in names if name.kind == _TOWN for code in name.codes}
            self._sites = frozenset(towns - {code for name in names if name.kind != _TOWN for code in name.codes})
        return self._sites

    @property
    def named_in(self) -> dict[str, list[int]]:
        """For each party the numbers of the sentences that name it, in order, the most frequent party first."""
        if self._named_in is None:
            self._named_in = self._count()
        return self._named_in

    def _count(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, _tokens, names in self._prepared:
            for code in dict.fromkeys(code for name in names if not name.weak for code in name.codes):
                found[code].append(place.sentence)
        return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[1][0])))

    def is_named(self, town: NameMention | None) -> bool:
        """Whether the state of a town is named by more than its towns."""
        if self._called is None:
            names = (name for _place, _tokens, names in self._prepared for name in names)
            self._called = frozenset([name.codes for name in names if not name.weak and name.kind not in TOWNS])
        return town is not None and town.codes in self._called

    def often(self, times: int) -> list[str]:
        """The parties that at least so many sentences name, the most frequent first."""
        return list(takewhile(lambda code: len(self.named_in[code]) >= times, self.named_in))

    def first(self, known: tuple[str, ...]) -> str:
        """The party that the article names most beside those known; empty without one."""
        return next((code for code in self.named_in if code not in known), "")

    def before(self, code: str, sentence: int) -> int | None:
        """How many sentences before this one last named a party; None where none did."""
        at = self.named_in.get(code, [])
        place = bisect_left(at, sentence)
        return sentence - at[place - 1] if place else None

    def after(self, code: str, sentence: int) -> int | None:
        """How many sentences after this one next name a party; None where none does."""
        at = self.named_in.get(code, [])
        place = bisect_right(at, sentence)
        return at[place] - sentence if place < len(at) else None
