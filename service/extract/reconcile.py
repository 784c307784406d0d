"""One article's claims brought together: a happening is told once however often it is told.

Claims of the same act join (their dates, persons and goods complete each other); an announcement of
what the article itself reports as done gives way; an act without a date of its own takes that of the
visit or meeting it was part of, or, told in the lead, the month of publication.
"""

from datetime import date, timedelta

import msgspec

from events.interval import Interval
from service.extract.amounts.shipments import GENERIC
from service.extract.claims import DECIDED, VERBAL, Claim, dyads_of
from service.extract.dates.stays import join_stays, lengthen, stays_meet
from service.extract.tellings import GOODS, Tellings, opens_the_news, parties_meet, times_meet

_ANNOUNCES = {
    "VisitAnnounced": "VisitOccurred",
    "MeetingAnnounced": "MeetingHeld",
    "AgreementAnnounced": "AgreementSigned",
}
_GIVEN = frozenset({"AidPledged", "AidDelivered", "MilitarySupportProvided"})
_INSIDE = frozenset(
    {"MeetingHeld", "AgreementSigned", "CooperationPledged", "SupportExpressed", "VisitOccurred", "AidPledged"}
)
_CONTACTS = frozenset({"AgreementAnnounced", "MeetingHeld", "VisitCancelled", "VisitOccurred"})
_SAID = frozenset({"AidPledged", "AgreementAnnounced"})
"""Planned acts that are told as of the day on which they are promised."""
_MEASURES = DECIDED - {"MembershipEnded"}
"""Steps that are taken as they are announced; a membership ends when it is due."""
_JOURNEYS = frozenset({"VisitOccurred", "VisitAnnounced"})
_PLANS = frozenset({"AgreementAnnounced", "MeetingAnnounced"})
_SOON = 3
"""Sentences from a visit to come within which a meeting or agreement to come is part of it."""
_SAME_JOURNEY = 2
"""Sentences between two stops of one journey, at most."""
_NEARBY = 8
"""Sentences from a dated visit or meeting within which an undated act is taken to be part of it."""
_RIGHT_BEHIND = 2
"""Sentences from a meeting of long ago within which an undated act is still part of it."""
_MAIN_CLAUSE = 3
_HEADLINE = 1
_MONTH, _DAY = len("2024-06"), len("2024-06-12")
_NEXT_DAYS = timedelta(days=2)
"""How far from the days of a visit under way what is still planned there may lie."""


def reconcile(claims: list[Claim], published: str | None, day: str | None = None) -> list[Claim]:
    """The claims of an article, each act once, in the order of the text.

    ``day`` is the one from which it is told, where that is not the one of publication.
    """
    day = day or published
    told = _join(sorted(_without_repeats(claims), key=lambda c: (-c.strength, c.sentence, c.start)), day)
    standing = [claim for claim in told.claims if not _overtaken(claim, told, day) and not _itemised(claim, told)]
    _inherit_dates(standing, day)
    _inherit_plans(standing, day)
    _inherit_journeys(standing)
    _infer_dates(standing, published or day)
    _inherit_dates(standing, day)
    joined = _join(standing, day).claims
    for claim in joined:
        if claim.type in {"VisitOccurred", "VisitAnnounced"} and claim.when is not None:
            claim.when = lengthen(claim.when, claim.days)
    standing = [claim for claim in joined if not _goes_on_with(claim, joined, day)]
    return sorted(standing, key=lambda c: (c.start, c.end, c.type, c.sources, c.targets))


def _goes_on_with(claim: Claim, told: list[Claim], published: str | None) -> bool:
    """Whether a visit to come is but the next day of one under way: "is in Colombo; will be received on Wednesday"."""
    begins = claim.when.first() if claim.when is not None and claim.when.precision == "day" else None
    if claim.type != "VisitAnnounced" or begins is None:
        return False
    for other in told:
        same = set(claim.sources) <= set(other.sources) and set(claim.targets) <= set(other.targets)
        if other.type != "VisitOccurred" or not same or other.background or other.when is None:
            continue
        last = other.when.last()
        if other.when.basis == "inferred" and published is not None and len(published) == _DAY:
            last = date.fromisoformat(published)
        if last is not None and last - begins <= _NEXT_DAYS and begins - last <= _NEXT_DAYS:
            return True
    return False


def _without_repeats(claims: list[Claim]) -> list[Claim]:
    """The claims but those whose parties were only chosen, where the article tells as much of the same two for sure."""
    sure = {dyad for claim in claims if not claim.chosen() for dyad in dyads_of(claim)}
    done = {(_ANNOUNCES[kind], *pair) for kind, *pair in sure if kind in _ANNOUNCES} | {
        (announced, *pair) for announced, kind in _ANNOUNCES.items() for told, *pair in sure if told == kind
    }
    return [claim for claim in claims if not claim.chosen() or not dyads_of(claim) <= sure | done]


def _join(claims: list[Claim], published: str | None) -> Tellings:
    told = Tellings(published)
    for claim in claims:
        told.tell(claim)
    return told


def _itemised(claim: Claim, told: Tellings) -> bool:
    """Leave to an uncounted gift only those recipients whose part is told nowhere; whether nobody is left."""
    if claim.type not in GOODS or claim.amount is None:
        return False
    if claim.amount.min is not None:
        return claim.strength == _HEADLINE and _is_sum(claim, told)
    counted = [
        other
        for other in told.alike(claim.type, claim)
        if other.amount is not None
        and other.amount.min is not None
        and set(claim.sources) == set(other.sources)
        and (claim.amount.item == other.amount.item or claim.amount.item in GENERIC)
        and times_meet(claim.when, other.when, verbal=False)
    ]
    itemised = {target for other in counted for target in other.targets}
    claim.targets = tuple(target for target in claim.targets if target not in itemised)
    return not claim.targets


def _is_sum(claim: Claim, told: Tellings) -> bool:
    """Whether a headline's figure joins several gifts each of which the text counts: "8 million" of 5 and of 3."""
    dyads = {dyad[1:] for dyad in dyads_of(claim)}
    parts = {
        dyad[1:]
        for kind in _GIVEN
        for other in told.alike(kind, claim)
        if other is not claim
        and other.strength > _HEADLINE
        and other.amount is not None
        and other.amount.min is not None
        for dyad in dyads_of(other)
    }
    return len(dyads) > 1 and dyads <= parts


def _overtaken(claim: Claim, told: Tellings, published: str | None) -> bool:
    """Whether the article itself tells as done, or as cancelled, what this claim announces."""
    if claim.type == "AidDelivered" and claim.strength == _HEADLINE:
        # "Le Japon apporte 2 milliards": the headline of what the text promises.
        return not _in_text(claim, claim.type, told) and _in_text(claim, "AidPledged", told)
    if claim.type == "VisitOccurred" and claim.strength == _HEADLINE:
        # "Le ministre à Canberra": the headline of the journey that the text announces.
        return not _in_text(claim, claim.type, told) and _in_text(claim, "VisitAnnounced", told)
    if claim.type == "VisitAnnounced" and _called_off(claim, told):
        return True
    done = _ANNOUNCES.get(claim.type)
    return done is not None and _carried_out(claim, done, told, published)


def _in_text(claim: Claim, kind: str, told: Tellings) -> bool:
    """Whether the text below the headline tells of an act of that type between the same parties."""
    return any(other.strength > _HEADLINE and parties_meet(other, claim) for other in told.alike(kind, claim))


def _called_off(claim: Claim, told: Tellings) -> bool:
    return any(
        parties_meet(other, claim)
        and (other.sentence == claim.sentence or times_meet(other.when, claim.when, verbal=False))
        for other in told.alike("VisitCancelled", claim)
    )


def _carried_out(claim: Claim, done: str, told: Tellings, published: str | None) -> bool:
    for other in told.alike(done, claim):
        if not set(claim.sources) <= set(other.sources) or not set(claim.targets) <= set(other.targets):
            continue
        if claim.when is None and not claim.background and _is_past(other, published):
            # "is to visit Lima soon; he was there in 2014"
            continue
        if claim.when is None:
            other.days = other.days or claim.days
            return True
        if other.when is not None and claim.type == "VisitAnnounced" and claim.when.start is None:
            # "Le séjour, prévu jusqu'au 26": the last day of the visit that is under way.
            if stays_meet(other.when, claim.when):
                other.when = join_stays(other.when, claim.when)
                return True
        elif claim.type == "MeetingAnnounced" and other.when is not None and _comes_later(claim.when, other.when):
            # "was received on Monday by his counterpart; on Tuesday he will meet the president"
            continue
        elif other.when is not None and claim.when.overlaps(other.when, slack_days=1):
            return True
    return False


def _comes_later(planned: Interval, done: Interval) -> bool:
    """Whether the day planned is a later one than the day on which something was done, both told."""
    first, last = planned.first(), done.last()
    told = planned.precision == "day" and done.precision == "day" and planned.basis == done.basis == "stated"
    return told and first is not None and last is not None and first > last


def _inherit_dates(claims: list[Claim], published: str | None) -> None:
    """An undated act of a dated visit or meeting of the same parties, told nearby, has its date.

    A meeting of long ago lends its date to what is told right behind it, and to no praise that closes the article.
    """
    anchors: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.type in {"VisitOccurred", "MeetingHeld"} and claim.when is not None and not claim.background:
            anchors.setdefault(claim.sentence, []).append(claim)
    for claim in claims:
        if claim.when is not None or claim.habit or claim.type not in _INSIDE or not _took_place(claim):
            continue
        parties = {*claim.sources, *claim.targets}
        # What opens the news is not of long ago, whatever follows.
        opens = opens_the_news(claim)
        # "He was in Ankara, where he met X": what is told in passing belongs to the visit of its own sentence.
        reach = 0 if claim.background else _NEARBY
        around = range(claim.sentence - reach, claim.sentence + reach + 1)
        near = [
            anchor
            for at in around
            for anchor in anchors.get(at, ())
            if parties <= {*anchor.sources, *anchor.targets}
            and ((abs(at - claim.sentence) <= _RIGHT_BEHIND and not opens) or not _is_past(anchor, published))
        ]
        if not near:
            continue
        anchor = min(near, key=lambda a: (abs(a.sentence - claim.sentence), a.type != "MeetingHeld"))
        when = anchor.when
        if when is not None:
            end = when.end
            if end is None and published is not None and len(published) == _DAY and when.precision == "day":
                # "has been in Lima since Tuesday": what is told of it happened up to publication.
                end = max(published, when.start or published)
            claim.when = msgspec.structs.replace(when, end=end, basis="inherited")


def _is_past(anchor: Claim, published: str | None) -> bool:
    """Whether a visit or meeting ended more than a month before publication."""
    last = anchor.when.last() if anchor.when is not None else None
    return last is not None and published is not None and last.isoformat()[:_MONTH] < _month_before(published)


def _month_before(published: str) -> str:
    """The month before that of publication; of a year alone, the year."""
    if len(published) < _MONTH:
        return published
    first = date(int(published[:4]), int(published[5:7]), 1)
    return (first - timedelta(days=1)).isoformat()[:_MONTH]


def _is_news(claim: Claim) -> bool:
    """Whether what is told without a date is of these days: words are, and what officials do among each other.

    Goods and forces may have been given at any time where they are told in passing.
    """
    if claim.type in VERBAL or claim.type in _CONTACTS:
        return True
    if claim.background:
        return False
    return claim.strength in {_MAIN_CLAUSE, _HEADLINE} or (claim.lead and claim.type not in _GIVEN)


def _took_place(claim: Claim) -> bool:
    return claim.stage in {"done", "cancelled"} or (claim.stage == "planned" and claim.type in _SAID)


def _inherit_plans(claims: list[Claim], published: str | None) -> None:
    """An undated meeting or agreement to come, told soon after a visit to come of the same two, has its date.

    So has one told after a visit under way: the days that are left of it.
    """
    visits = [claim for claim in claims if claim.type == "VisitAnnounced" and claim.when is not None]
    visits += [claim for claim in claims if claim.type == "VisitOccurred" and _goes_on(claim, published)]
    visits.sort(key=lambda claim: claim.sentence)
    for claim in claims:
        if claim.when is not None or claim.type not in _PLANS or claim.stage != "planned":
            continue
        parties = {*claim.sources}
        near = [v for v in visits if 0 <= claim.sentence - v.sentence <= _SOON and parties == {*v.sources, *v.targets}]
        if near and near[-1].when is not None:
            claim.when = msgspec.structs.replace(near[-1].when, basis="inherited")


def _goes_on(visit: Claim, published: str | None) -> bool:
    """Whether a visit may last yet on the day of publication."""
    if visit.when is None or visit.background or published is None:
        return False
    if visit.when.precision != "day":
        return len(published) == _MONTH and visit.when.start == published
    first = visit.when.first()
    begins = first is not None and len(published) == _DAY and date.fromisoformat(published) - first <= _NEXT_DAYS
    last = lengthen(visit.when, visit.days).last()
    return begins or (last is not None and last.isoformat()[: len(published)] >= published)


def _inherit_journeys(claims: list[Claim]) -> None:
    """A stop to come without a date is of the months of the journey's nearest dated stop: "he is also to see Tonga"."""
    visits = [claim for claim in claims if claim.type in _JOURNEYS and claim.when is not None]
    for claim in claims:
        if claim.when is not None or claim.type != "VisitAnnounced":
            continue
        near = [
            other
            for other in visits
            if abs(claim.sentence - other.sentence) <= _SAME_JOURNEY
            and other.sources == claim.sources
            and other.targets != claim.targets
            and not other.background
        ]
        if not near:
            continue
        when = min(near, key=lambda other: abs(other.sentence - claim.sentence)).when
        last = when.last() if when is not None else None
        if last is not None:
            claim.when = Interval.of(last.isoformat()[:_MONTH], basis="inherited")


def _infer_dates(claims: list[Claim], published: str | None) -> None:
    """What headline, lead or main clause tells without a date was done, or promised, in the month of publication.

    What will be, on a day that nobody tells, will be from then on.
    """
    if published is None:
        return
    month = published[:_MONTH]
    for claim in claims:
        if claim.when is not None or claim.cumulative:
            continue
        decided = claim.stage == "planned" and claim.type in _MEASURES and not claim.background
        told = (decided and (claim.lead or claim.strength == _MAIN_CLAUSE)) or _took_place(claim)
        if told and not claim.habit and _is_news(claim):
            claim.when = Interval.of(month, basis="inferred")
            claim.inferred = True
        elif claim.foretold and not claim.background:
            # "The two will sign a treaty": from now on.
            claim.when = Interval(start=month, basis="inferred")
            claim.inferred = True
