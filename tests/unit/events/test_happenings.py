"""Which reports are of one act, and which are not."""

from itertools import permutations
from typing import Any

import msgspec
import pytest

from events.evidence import Quote
from events.happenings import Link, Told, partition
from events.interval import Interval
from events.likeness import same_person
from events.vocabulary import (
    AgreementSigned,
    AidDelivered,
    AidPledged,
    Amount,
    CriticismExpressed,
    EmbassyOpened,
    MeetingHeld,
    MembershipEnded,
    TotalReported,
    VisitAnnounced,
    VisitCancelled,
    VisitOccurred,
)
from tests.unit.events.reports import on, tell, told_apart


def tonnes(figure: float, *, approximate: bool = False) -> Amount:
    """So many tonnes."""
    return Amount(min=figure, max=figure, unit="t", approximate=approximate)


def test_two_reports_of_the_same_days_are_one_act() -> None:
    """A visit that two articles tell of the same days is one."""
    told = [
        tell(VisitOccurred, "a", act=on("2024-02-28", "2024-02-29")),
        tell(VisitOccurred, "b", act=on("2024-02-28")),
    ]
    assert told_apart(told) == {frozenset("ab")}


def test_the_days_of_one_long_visit_are_one_act() -> None:
    """Reports of the first and of the last day of a visit join the one that tells its whole length."""
    told = [
        tell(VisitOccurred, "arrival", act=on("2025-06-22")),
        tell(VisitOccurred, "return", act=on("2025-06-26")),
        tell(VisitOccurred, "whole", act=on("2025-06-22", "2025-06-26")),
    ]
    assert told_apart(told) == {frozenset({"arrival", "return", "whole"})}


def test_a_month_joins_the_day_of_that_month() -> None:
    """A report to the month is of the visit that another tells to the day."""
    told = [
        tell(VisitOccurred, "vague", act=on("2024-11")),
        tell(VisitOccurred, "sure", act=on("2024-11-28", "2024-11-29")),
    ]
    assert told_apart(told) == {frozenset({"vague", "sure"})}


def test_a_month_does_not_reach_into_the_next() -> None:
    """A report to the month is not of a visit on the first day of another month."""
    told = [
        tell(VisitOccurred, "vague", act=on("2024-11")),
        tell(VisitOccurred, "sure", act=on("2024-12-01")),
    ]
    assert told_apart(told) == {frozenset({"vague"}), frozenset({"sure"})}


def test_a_vague_report_does_not_chain_two_visits() -> None:
    """Two visits of one month stay two; the vague report joins the one that is nearer to its publication."""
    told = [
        tell(VisitOccurred, "third", act=on("2025-06-03")),
        tell(VisitOccurred, "twenty-fourth", act=on("2025-06-24")),
        tell(VisitOccurred, "vague", "2025-06-25", act=on("2025-06")),
    ]
    for order in permutations(told):
        assert told_apart(order) == {frozenset({"third"}), frozenset({"twenty-fourth", "vague"})}


def test_a_run_of_neighbouring_days_is_not_one_act() -> None:
    """Reports a day apart do not chain into one act that lasts for ever."""
    told = [tell(VisitOccurred, f"{day:02d}", act=on(f"2025-06-{day:02d}")) for day in range(1, 10)]
    assert all(len(articles) <= 3 for articles in told_apart(told))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alexeï Ovechouk", "Alexey Overchuk"),
        ("Assimi Goïta", "Assimi Goita"),
        ("Goïta", "Assimi Goita"),
        ("Vladimir Poutine", "Vladimir Putin"),
        ("Xi", "Xi Jinping"),
        ("Mahamat Idriss Déby", "Mahamat Idriss Déby Itno"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Sergueï Lavrov", "Sergey Lavrov"),
        ("Évariste N'Diaye", "Evariste Ndiaye"),
        ("Salmane", "Mohammed bin Salman"),
    ],
)
def test_spellings_of_one_name_agree(one: str, other: str) -> None:
    """Transliterations, diacritics, hyphens and shortened names do not make two persons."""
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Assimi Goïta", "Abdoulaye Diop"),
        ("Ibrahim Traoré", "Kalla Touré"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Boubacar Keïta", "Assimi Goïta"),
        ("Oumar Sissoko", "Mamadou Sissako"),
        ("Goïta", ""),
    ],
)
def test_different_names_are_different_persons(one: str, other: str) -> None:
    """Names that merely resemble each other are of two persons."""
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_visits_of_different_persons_stay_apart() -> None:
    """Two officials who travel on the same day in articles that name them pay two visits."""
    told = [
        tell(VisitOccurred, "president", act=on("2025-06-22"), persons=("Assimi Goïta",)),
        tell(VisitOccurred, "minister", act=on("2025-06-22"), persons=("Abdoulaye Diop",)),
        tell(VisitOccurred, "spelled otherwise", act=on("2025-06-22"), persons=("Assimi Goita",)),
    ]
    assert told_apart(told) == {frozenset({"president", "spelled otherwise"}), frozenset({"minister"})}


def test_a_delegation_is_one_visit() -> None:
    """An article that names two ministers joins those that name one of them each."""
    told = [
        tell(VisitOccurred, "both", act=on("2024-02-28"), persons=("Abdoulaye Diop", "Sadio Camara")),
        tell(VisitOccurred, "one", act=on("2024-02-28"), persons=("Sadio Camara",)),
        tell(VisitOccurred, "other", act=on("2024-02-28"), persons=("Diop",)),
    ]
    assert told_apart(told) == {frozenset({"both", "one", "other"})}


def test_directions_and_types_stay_apart() -> None:
    """Who visits whom matters, and an announcement is not the visit."""
    told = [
        tell(VisitOccurred, "there", act=on("2025-06-22")),
        tell(VisitOccurred, "back", act=on("2025-06-22"), source="RUS", target="MLI"),
        tell(VisitAnnounced, "announced", due=on("2025-06-22")),
    ]
    assert len(told_apart(told)) == 3


def test_aid_of_different_amounts_stays_apart() -> None:
    """Deliveries of different amounts are different, within what "about" may mean."""
    told = [
        tell(AidDelivered, "a", act=on("2024-01-26"), item="wheat", amount=tonnes(25_000)),
        tell(AidDelivered, "b", act=on("2024-01-28"), item="wheat", amount=tonnes(25_000)),
        tell(AidDelivered, "about", act=on("2024-01-27"), item="wheat", amount=tonnes(24_000, approximate=True)),
        tell(AidDelivered, "other", act=on("2024-01-27"), item="wheat", amount=tonnes(50_000)),
        tell(AidDelivered, "fuel", act=on("2024-01-27"), item="fuel", amount=tonnes(25_000)),
        tell(AidDelivered, "silent", act=on("2024-01-26"), item="fuel"),
    ]
    assert told_apart(told) == {frozenset({"a", "b", "about"}), frozenset({"other"}), frozenset({"fuel", "silent"})}


def test_one_delivery_may_be_told_in_tonnes_and_in_money() -> None:
    """A second valuation is compared where both tell it, and figures in unlike units are no agreement."""
    money = Amount(min=5e6, max=5e6, unit="USD")
    told = [
        tell(AidDelivered, "both", act=on("2024-01-26"), item="rice", amount=tonnes(10), value=money),
        tell(AidDelivered, "money", act=on("2024-01-26"), item="rice", amount=money),
        tell(
            AidDelivered, "other money", act=on("2024-01-26"), item="rice", amount=Amount(min=9e6, max=9e6, unit="USD")
        ),
    ]
    assert told_apart(told) == {frozenset({"both", "money"}), frozenset({"other money"})}


def test_loans_and_grants_and_arms_stay_apart() -> None:
    """Terms and domain tell pledges of one amount apart."""
    sum_ = Amount(min=1e8, max=1e8, unit="EUR")
    told = [
        tell(AidPledged, "grant", act=on("2024-03-01"), amount=sum_, terms="grant"),
        tell(AidPledged, "loan", act=on("2024-03-01"), amount=sum_, terms="loan"),
        tell(AidPledged, "arms", act=on("2024-03-01"), amount=sum_, domain="military", terms="sale"),
        tell(AidPledged, "untold", act=on("2024-03-01"), amount=sum_, terms="unknown"),
    ]
    groups = told_apart(told)
    assert not any({"grant", "loan"} <= group or ("arms" in group and len(group) > 1) for group in groups)
    assert len(groups) == 3


def test_running_and_standing_totals_stay_apart() -> None:
    """A sum of shipments is not a stock, and totals of different goods are different."""
    told = [
        tell(TotalReported, "a", act=on("2025-04"), item="wheat", amount=tonnes(50_000), kind="running"),
        tell(TotalReported, "b", act=on("2025-04-04"), item="wheat", amount=tonnes(50_000), kind="running"),
        tell(TotalReported, "stock", act=on("2025-04"), item="wheat", amount=tonnes(50_000), kind="stock"),
        tell(TotalReported, "other", act=on("2025-04"), item="fertilizer", amount=tonnes(22_000), kind="running"),
    ]
    assert told_apart(told) == {frozenset("ab"), frozenset({"stock"}), frozenset({"other"})}


def test_two_agreements_of_one_article_stay_two() -> None:
    """What one article tells apart stays apart, and another article joins the one whose instrument it names."""
    told = [
        tell(AgreementSigned, "a", act=on("2025-06-23"), instrument="accord sur le nucléaire civil"),
        tell(AgreementSigned, "a", number=1, act=on("2025-06-23"), instrument="mémorandum sur les transports"),
        tell(AgreementSigned, "b", act=on("2025-06-23"), instrument="Mémorandum sur le transport"),
    ]
    groups = partition(told)
    assert {frozenset(member.id for member in group.members) for group in groups} == {
        frozenset({told[0].id}),
        frozenset({told[1].id, told[2].id}),
    }


def test_a_verbal_event_is_one_a_type_dyad_day_and_article() -> None:
    """What an article tells twice of one day's words is one act, whoever spoke; another day's is another."""
    told = [
        tell(CriticismExpressed, "a", act=on("2024-08-04"), persons=("Abdoulaye Diop",)),
        tell(CriticismExpressed, "a", number=1, act=on("2024-08-04"), persons=("Abdoulaye Maïga",)),
        tell(CriticismExpressed, "a", number=2, act=on("2024-08-06")),
        tell(CriticismExpressed, "b", act=on("2024-08")),
    ]
    assert sorted(len(group.members) for group in partition(told)) == [1, 1, 2]


def test_words_of_one_day_in_two_articles_are_one_act() -> None:
    """Two articles that quote a statement of one day tell of one statement; vague or undated ones are not guessed."""
    told = [
        tell(CriticismExpressed, "a", "2024-08-04", act=on("2024-08-04")),
        tell(CriticismExpressed, "b", "2024-08-05", act=on("2024-08-04")),
        tell(CriticismExpressed, "undated", "2024-08-04"),
    ]
    assert told_apart(told) == {frozenset("ab"), frozenset({"undated"})}


def test_a_call_is_not_a_meeting_in_person() -> None:
    """How they met, and where, tells two meetings of one day apart."""
    told = [
        tell(MeetingHeld, "call", act=on("2025-05-19"), mode="phone"),
        tell(MeetingHeld, "there", act=on("2025-05-19"), mode="in_person", host="TUR"),
        tell(MeetingHeld, "margins", act=on("2025-05-19"), mode="margins", host="TUR"),
        tell(MeetingHeld, "elsewhere", act=on("2025-05-19"), mode="margins", host="SAU"),
    ]
    assert told_apart(told) == {frozenset({"call"}), frozenset({"there", "margins"}), frozenset({"elsewhere"})}


def test_a_second_announcement_joins_the_first() -> None:
    """Two announcements of one planned visit are one, whenever they were made; of two planned visits, two."""
    told = [
        tell(VisitAnnounced, "a", "2025-04-04", act=on("2025-04-03"), due=on("2025-06"), persons=("Assimi Goïta",)),
        tell(VisitAnnounced, "b", "2025-06-10", act=on("2025-06-09"), due=on("2025-06-22"), persons=("Assimi Goita",)),
        tell(VisitAnnounced, "undated", due=on("--06"), persons=("Goïta",)),
        tell(VisitAnnounced, "another", "2025-06-10", due=on("2025-10"), persons=("Assimi Goïta",)),
    ]
    for order in permutations(told):
        assert told_apart(order) == {frozenset({"a", "b", "undated"}), frozenset({"another"})}


def test_a_month_without_a_year_is_the_one_next_to_its_publication() -> None:
    """A plan for "in June", published in April 2025, is for June 2025; told of the past it is June 2024."""
    told = [
        tell(VisitAnnounced, "plan", "2025-04-04", due=on("--06")),
        tell(VisitAnnounced, "june 2025", "2025-05-04", due=on("2025-06-22")),
        tell(VisitAnnounced, "june 2026", "2025-05-04", due=on("2026-06-22")),
        tell(VisitOccurred, "past", "2025-04-04", act=on("--06")),
        tell(VisitOccurred, "june 2024", "2024-06-22", act=on("2024-06-22")),
        tell(VisitOccurred, "june 2023", "2023-06-22", act=on("2023-06-22")),
    ]
    assert told_apart(told) == {
        frozenset({"plan", "june 2025"}),
        frozenset({"june 2026"}),
        frozenset({"past", "june 2024"}),
        frozenset({"june 2023"}),
    }


def test_a_month_without_any_year_needs_the_person() -> None:
    """An undated article's "in June" is not tied to a June by the parties alone."""
    told = [
        tell(VisitOccurred, "undated", act=on("--06")),
        tell(VisitOccurred, "named", act=on("--06"), persons=("Assimi Goïta",)),
        tell(VisitOccurred, "sure", act=on("2025-06-22"), persons=("Assimi Goïta",)),
    ]
    groups = told_apart(told)
    assert frozenset({"named", "sure"}) in groups


def test_undated_reports_without_more_stay_apart() -> None:
    """Without any date on either side nothing is guessed; with the same person, near publication, it is."""
    told = [
        tell(VisitOccurred, "no date at all"),
        tell(VisitOccurred, "nor here"),
        tell(VisitOccurred, "sure", "2025-06-23", act=on("2025-06-22"), persons=("Assimi Goïta",)),
        tell(VisitOccurred, "same person", "2025-06-25", persons=("Goïta",)),
        tell(VisitOccurred, "nobody named", "2025-06-25"),
    ]
    assert told_apart(told) == {
        frozenset({"no date at all"}),
        frozenset({"nor here"}),
        frozenset({"sure", "same person"}),
        frozenset({"nobody named"}),
    }


def test_an_inferred_month_stands_for_the_days_before_publication() -> None:
    """A lead without a date, published on 2 July, is of the visit of late June, and not of one in late July."""
    inferred = Interval(start="2025-07", end="2025-07", basis="inferred")
    told = [
        tell(VisitOccurred, "lead", "2025-07-02", act=inferred),
        tell(VisitOccurred, "june", act=on("2025-06-26")),
        tell(VisitOccurred, "late july", act=on("2025-07-28")),
    ]
    assert told_apart(told) == {frozenset({"lead", "june"}), frozenset({"late july"})}


def test_rare_acts_are_recognised_without_a_date() -> None:
    """A later mention of an embassy's opening, undated, is of the latest opening known before it."""
    told = [
        tell(EmbassyOpened, "first", "2010-05-02", act=on("2010-05-01")),
        tell(EmbassyOpened, "second", "2024-05-02", act=on("2024-05-01")),
        tell(EmbassyOpened, "mention", "2025-01-10"),
        tell(EmbassyOpened, "old mention", "2012-01-10"),
    ]
    assert told_apart(told) == {frozenset({"first", "old mention"}), frozenset({"second", "mention"})}


def test_notice_of_leaving_and_leaving_are_two_acts() -> None:
    """A year lies between notice and departure; on one day two words tell of one act."""
    told = [
        tell(MembershipEnded, "notice", "2024-01-29", target="ECOWAS", act=on("2024-01-28"), mode="notified"),
        tell(MembershipEnded, "paper", "2024-01-29", target="ECOWAS", act=on("2024-01-28"), mode="left"),
        tell(MembershipEnded, "gone", "2025-01-30", target="ECOWAS", act=on("2025-01-29"), mode="left"),
        tell(MembershipEnded, "later", "2025-06-30", target="ECOWAS", mode="left"),
    ]
    assert told_apart(told) == {frozenset({"notice", "paper"}), frozenset({"gone", "later"})}


def test_cancellations_of_one_visit_are_one() -> None:
    """Two reports that a visit due on a day is off are one; of visits due on other days, two."""
    told = [
        tell(VisitCancelled, "a", "2024-05-10", due=on("2024-06-03")),
        tell(VisitCancelled, "b", "2024-05-14", due=on("2024-06")),
        tell(VisitCancelled, "c", "2024-05-12", due=on("2024-09")),
    ]
    assert told_apart(told) == {frozenset("ab"), frozenset("c")}


def test_what_an_article_tells_as_one_act_is_one() -> None:
    """Events that share a happening stay together, however unlike."""
    told = [
        tell(VisitOccurred, "a", act=on("2024-02-28"), happening="one"),
        tell(VisitOccurred, "a", number=1, act=on("2024-05"), persons=("Abdoulaye Diop",), happening="one"),
    ]
    (group,) = partition(told)
    assert group.happening == "one"


def reprint(item: Told, article: str, published: str | None = None, **fields: Any) -> Told:
    """The report that another article with the very same text makes."""
    copied = tell(type(item.report), article, published)
    evidence = tuple(
        msgspec.structs.replace(piece, article=article) for piece in item.report.evidence if isinstance(piece, Quote)
    )
    changes: dict[str, Any] = {
        "article": article,
        "happening": copied.report.happening,
        "reported": published,
        "evidence": evidence,
        **fields,
    }
    return Told(id=copied.id, report=msgspec.structs.replace(item.report, **changes))


def test_undated_copies_of_one_text_tell_of_one_act() -> None:
    """A story without any date printed twice tells of one delivery; the same goods in another text may be another."""
    wire = tell(AidDelivered, "wire", item="wheat", amount=tonnes(25_000))
    told = [
        wire,
        reprint(wire, "copy"),
        reprint(wire, "dated copy", "2024-01-27"),
        tell(AidDelivered, "other text", item="wheat", amount=tonnes(25_000)),
    ]
    expected = {frozenset({"wire", "copy", "dated copy"}), frozenset({"other text"})}
    groups = partition(told)
    assert {frozenset(member.report.article for member in group.members) for group in groups} == expected
    for order in permutations(told):
        assert partition(order) == groups


def test_copies_of_one_text_published_far_apart_tell_of_one_act() -> None:
    """A text reprinted months later, whose days are reckoned from its publication, is still of the same act."""
    wire = tell(VisitOccurred, "wire", "2024-01-10", act=on("2024-01-09"))
    assert told_apart([wire, reprint(wire, "copy", "2024-06-02", act=on("2024-06-01"))]) == {
        frozenset({"wire", "copy"})
    }


def test_other_words_of_one_text_are_not_a_copy() -> None:
    """Two places in one text that tell of like goods, without a date, stay two in each of its copies."""
    wire = tell(AidDelivered, "wire", item="wheat", amount=tonnes(25_000))
    (words,) = (piece for piece in wire.report.evidence if isinstance(piece, Quote))
    elsewhere = (msgspec.structs.replace(words, article="copy", start=100, end=120),)
    assert told_apart([wire, reprint(wire, "copy", evidence=elsewhere)]) == {frozenset({"wire"}), frozenset({"copy"})}


def test_two_amounts_in_the_same_words_stay_two_in_each_copy() -> None:
    """Goods quoted by one span are told apart in the wire story, and each is joined by its own copy."""
    wheat = tell(AidDelivered, "wire", item="wheat", amount=tonnes(25_000))
    fuel = tell(AidDelivered, "wire", number=1, item="fuel", amount=tonnes(25_000))
    more = tell(AidDelivered, "wire", number=2, item="wheat", amount=tonnes(40_000))
    told = [wheat, fuel, more]
    for number, item in enumerate(list(told)):
        copied = reprint(item, "copy")
        renamed = msgspec.structs.replace(copied.report, happening=f"copied {number}")
        told.append(Told(id=f"copy {number}", report=renamed))
    expected = {frozenset({item.id, f"copy {number}"}) for number, item in enumerate((wheat, fuel, more))}
    for order in permutations(told):
        assert {frozenset(member.id for member in group.members) for group in partition(order)} == expected


def test_two_visits_in_the_same_words_stay_two_in_each_copy() -> None:
    """Visits in March and in May told by one span are two, and the copy of each joins the one of its date."""
    march = tell(VisitOccurred, "wire", act=on("2024-03-05"))
    may = tell(VisitOccurred, "wire", number=1, act=on("2024-05-05"))
    told = [march, may, reprint(may, "copy", "2024-05-07")]
    for order in permutations(told):
        assert {frozenset(member.id for member in group.members) for group in partition(order)} == {
            frozenset({march.id}),
            frozenset({may.id, told[2].id}),
        }


def test_a_curator_parts_copies_of_one_text() -> None:
    """A curator's word comes before the sameness of words."""
    wire = tell(AidDelivered, "wire", item="wheat")
    copy = reprint(wire, "copy")
    assert len(partition([wire, copy], [Link(one=wire.id, other=copy.id, same=False)])) == 2


def test_curators_links_come_before_likeness() -> None:
    """A curator joins what is unlike and parts what is alike, even within an article's one act."""
    alike = tell(VisitOccurred, "a", act=on("2024-02-28"))
    same = tell(VisitOccurred, "b", act=on("2024-02-28"))
    unlike = tell(VisitOccurred, "c", act=on("2023-01-01"), persons=("Sadio Camara",))
    links = [Link(one=alike.id, other=same.id, same=False), Link(one=unlike.id, other=alike.id, same=True)]
    for order in permutations([alike, same, unlike]):
        assert told_apart(order, links) == {frozenset("ac"), frozenset("b")}


def test_a_curator_parts_what_one_article_tells_as_one() -> None:
    """Parted events never share a happening's id."""
    one = tell(VisitOccurred, "a", act=on("2024-02-28"), happening="one")
    other = tell(VisitOccurred, "a", number=1, act=on("2024-02-28"), happening="one")
    groups = partition([one, other], [Link(one=one.id, other=other.id, same=False)])
    assert len({group.happening for group in groups}) == 2


def test_the_later_word_of_a_curator_counts() -> None:
    """A link can be taken back by another."""
    one = tell(VisitOccurred, "a", act=on("2024-02-28"))
    other = tell(VisitOccurred, "b", act=on("2024-02-28"))
    links = [Link(one=one.id, other=other.id, same=False), Link(one=other.id, other=one.id, same=True)]
    assert told_apart([one, other], links) == {frozenset("ab")}


def test_a_group_bears_the_happening_of_the_report_published_first() -> None:
    """The id of a happening does not depend on which report came in first, nor on which is surest."""
    told: list[Told] = [
        tell(VisitOccurred, "late", "2025-06-27", act=on("2025-06-22", "2025-06-26")),
        tell(VisitOccurred, "early", "2025-06-23", act=on("2025-06")),
    ]
    for order in permutations(told):
        (group,) = partition(order)
        assert group.happening == told[1].report.happening
        assert [member.report.article for member in group.members] == ["late", "early"]
        assert group.reason == "same parties, times compatible"
