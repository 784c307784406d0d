"""One article's claims brought together: a happening is told once however often it is told.

Claims of the same act join (their dates, persons and goods complete each other); an announcement of
what the article itself reports as done gives way; an act without a date of its own takes that of the
visit or meeting it was part of, or, told in the lead, the month of publication.
"""

import unicodedata

import msgspec

from events.likeness import persons_compatible
from events.interval import Interval
from service.extract.amounts import AmountMention
from service.extract.claims import MUTUAL, VERBAL, Claim
from service.extract.stays import join_stays, lengthen, stays_meet
from service.extract.shipments import GENERIC, is_money

_ANNOUNCES = {
    "VisitAnnounced": "VisitOccurred",
    "MeetingAnnounced": "MeetingHeld",
    "AgreementAnnounced": "AgreementSigned",
}
_GOODS = frozenset({"AidPledged", "AidDelivered", "AidSuspended", "MilitarySupportProvided", "MilitarySupportEnded"})
_GIVEN = frozenset({"AidPledged", "AidDelivered", "MilitarySupportProvided"})
_INSIDE = frozenset({"MeetingHeld", "AgreementSigned", "CooperationPledged", "SupportExpressed", "VisitOccurred"})


def reconcile(claims: list[Claim], published: str | None) -> list[Claim]:
    """The claims of an article, each act once, in the order of the text."""
    joined: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-c.strength, c.sentence, c.start)):
        partner = next((known for known in joined if _same(known, claim)), None)
        if partner is None:
            joined.append(claim)
        else:
            _absorb(partner, claim)
    joined = [claim for claim in joined if not _overtaken(claim, joined) and not _itemised(claim, joined)]
    _inherit_dates(joined)
    _infer_dates(joined, published)
    _inherit_dates(joined)
    joined = _join_again(joined)
    for claim in joined:
        if claim.type in {"VisitOccurred", "VisitAnnounced"} and claim.when is not None:
            claim.when = lengthen(claim.when, claim.days)
    return sorted(joined, key=lambda c: (c.start, c.end, c.type, c.sources, c.targets))


def _join_again(claims: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        partner = next((known for known in kept if _same(known, claim)), None)
        if partner is None:
            kept.append(claim)
        else:
            _absorb(partner, claim)
    return kept


def _same(one: Claim, other: Claim) -> bool:
    if one.type != other.type or one.cumulative != other.cumulative:
        return False
    if not _parties_meet(one, other):
        return False
    if one.type in _GOODS and not _goods_meet(one, other):
        return False
    dated = one.when is not None and other.when is not None
    if (
        dated
        and one.type not in VERBAL
        and not persons_compatible(one.persons, other.persons)
        and not _nested(one, other)
    ):
        return False
    if one.type == "VisitOccurred" and one.when is not None and other.when is not None:
        return stays_meet(one.when, other.when)
    return _times_meet(one.when, other.when, verbal=one.type in VERBAL)


def _nested(one: Claim, other: Claim) -> bool:
    return one.type in MUTUAL and set(one.sources) == set(other.sources) and one.sentence == other.sentence


def _parties_meet(one: Claim, other: Claim) -> bool:
    if one.type in MUTUAL:
        mine, theirs = set(one.sources), set(other.sources)
        return mine <= theirs or theirs <= mine
    mine_s, theirs_s = set(one.sources), set(other.sources)
    mine_t, theirs_t = set(one.targets), set(other.targets)
    return (mine_s <= theirs_s or theirs_s <= mine_s) and (mine_t <= theirs_t or theirs_t <= mine_t)


def _goods_meet(one: Claim, other: Claim) -> bool:
    mine, theirs = one.amount, other.amount
    if mine is None or theirs is None or 1 in {one.strength, other.strength}:
        # A headline rounds, and names goods by their kind: what the text counts is what it means.
        return True
    if mine.min is None or theirs.min is None:
        uncounted = mine if mine.min is None else theirs
        alike = set(one.sources) == set(other.sources) and set(one.targets) == set(other.targets)
        return alike and (mine.item == theirs.item or uncounted.item in GENERIC)
    if mine.item != theirs.item:
        return False
    valued = is_money(mine.unit) != is_money(theirs.unit)
    return valued or (mine.min == theirs.min and mine.unit == theirs.unit)


def _times_meet(one: Interval | None, other: Interval | None, *, verbal: bool) -> bool:
    if one is None or other is None:
        return True
    return one.overlaps(other, slack_days=0 if verbal else 1)


def _absorb(known: Claim, claim: Claim) -> None:
    """Complete what is known by what was told again."""
    if claim.type not in MUTUAL or set(known.sources) <= set(claim.sources):
        pass
    known.sources = tuple(dict.fromkeys((*known.sources, *claim.sources)))
    known.targets = tuple(dict.fromkeys((*known.targets, *claim.targets)))
    known.persons = _join_persons(known.persons, claim.persons)
    if claim.when is not None and (known.when is None or _finer(claim.when, known.when)):
        known.when = claim.when
    elif known.when is not None and claim.when is not None:
        stay = known.type == "VisitOccurred"
        known.when = join_stays(known.when, claim.when) if stay else _complete(known.when, claim.when)
    known.days = known.days or claim.days
    if _tells_more(known.amount, claim.amount):
        known.amount = claim.amount
        known.military = known.military or claim.military
    known.lead = known.lead or claim.lead
    if known.factuality == "hearsay" and claim.factuality == "asserted":
        known.factuality = "asserted"


def _tells_more(told: AmountMention | None, again: AmountMention | None) -> bool:
    """Whether goods told again say more: a figure says more than none, tonnes more than what they are worth."""
    if told is None or again is None or again.min is None:
        return told is None
    return told.min is None or (is_money(told.unit) and not is_money(again.unit) and told.item == again.item)


def _finer(one: Interval, other: Interval) -> bool:
    rank = {"day": 0, "month": 1, "month_without_year": 2, "year": 3}
    return rank[one.precision] < rank[other.precision]


def _complete(known: Interval, again: Interval) -> Interval:
    """An open end is closed by another telling ("prévu jusqu'au 26 juin"), a later end extends a visit."""
    if known.start is not None and known.end is None and again.end is not None and again.end >= known.start:
        return Interval(start=known.start, end=again.end)
    if known.start is None and again.start is not None and known.end is not None and again.start <= known.end:
        return Interval(start=again.start, end=known.end)
    return known


def _join_persons(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    persons = list(known)
    for name in more:
        words = _plain(name).split()
        same = next(
            (
                n
                for n, p in enumerate(persons)
                if set(words) <= set(_plain(p).split()) or set(_plain(p).split()) <= set(words)
            ),
            None,
        )
        if same is None:
            persons.append(name)
        elif len(name) > len(persons[same]):
            persons[same] = name
    return tuple(persons)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _itemised(claim: Claim, claims: list[Claim]) -> bool:
    """Leave to an uncounted gift only those recipients whose part is told nowhere; whether nobody is left."""
    if claim.type not in _GOODS or claim.amount is None or claim.amount.min is not None:
        return False
    counted = [
        other
        for other in claims
        if other.type == claim.type
        and other.amount is not None
        and other.amount.min is not None
        and set(claim.sources) == set(other.sources)
        and (claim.amount.item == other.amount.item or claim.amount.item in GENERIC)
        and _times_meet(claim.when, other.when, verbal=False)
    ]
    told = {target for other in counted for target in other.targets}
    claim.targets = tuple(target for target in claim.targets if target not in told)
    return not claim.targets


def _overtaken(claim: Claim, claims: list[Claim]) -> bool:
    """Whether the article itself tells as done, or as cancelled, what this claim announces."""
    if claim.type == "AidDelivered" and claim.strength == 1:
        # "Le Japon apporte 2 milliards": the headline of what the text promises.
        return not any(c.type == claim.type and c.strength > 1 and _parties_meet(c, claim) for c in claims) and any(
            c.type == "AidPledged" and c.strength > 1 and _parties_meet(c, claim) for c in claims
        )
    if claim.type == "VisitAnnounced" and any(
        c.type == "VisitCancelled"
        and _parties_meet(c, claim)
        and (c.sentence == claim.sentence or _times_meet(c.when, claim.when, verbal=False))
        for c in claims
    ):
        return True
    done = _ANNOUNCES.get(claim.type)
    if done is None:
        return False
    for other in claims:
        if (
            other.type != done
            or not set(claim.sources) <= set(other.sources)
            or not set(claim.targets) <= set(other.targets)
        ):
            continue
        if claim.when is None:
            other.days = other.days or claim.days
            return True
        if other.when is not None and claim.type == "VisitAnnounced" and claim.when.start is None:
            # "Le séjour, prévu jusqu'au 26": the last day of the visit that is under way.
            if stays_meet(other.when, claim.when):
                other.when = join_stays(other.when, claim.when)
                return True
        elif other.when is not None and claim.when.overlaps(other.when, slack_days=1):
            return True
    return False


def _inherit_dates(claims: list[Claim]) -> None:
    """An undated act of a dated visit or meeting of the same parties, told nearby, has its date."""
    anchors = [
        c for c in claims if c.type in {"VisitOccurred", "MeetingHeld"} and c.when is not None and not c.background
    ]
    for claim in claims:
        if claim.when is not None or claim.type not in _INSIDE or claim.background or claim.stage != "done":
            continue
        parties = {*claim.sources, *claim.targets}
        near = [a for a in anchors if parties <= {*a.sources, *a.targets} and abs(a.sentence - claim.sentence) <= 8]
        if not near:
            continue
        anchor = min(near, key=lambda a: (abs(a.sentence - claim.sentence), a.type != "MeetingHeld"))
        when = anchor.when
        if when is not None:
            claim.when = msgspec.structs.replace(when, basis="inherited")


def _infer_dates(claims: list[Claim], published: str | None) -> None:
    """What the lead or a main clause tells without a date happened in the month of publication."""
    if published is None:
        return
    month = published[:7]
    for claim in claims:
        if (
            claim.when is None
            and claim.stage == "done"
            and not claim.background
            and not claim.cumulative
            and (claim.strength == 3 or claim.type in VERBAL or (claim.lead and claim.type not in _GIVEN))
        ):
            claim.when = Interval.of(month if len(month) == 7 else published, basis="inferred")
            claim.inferred = True
