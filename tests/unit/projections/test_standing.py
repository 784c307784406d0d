"""What stands: given what was published, then sanctions, memberships, envoys, embassies and support stand so."""

from typing import Any, TypeAlias

import pytest

from events.vocabulary import (
    Amount,
    EmbassyClosed,
    EmbassyOpened,
    EnvoyAccredited,
    EnvoyExpelled,
    EnvoyRecalled,
    EnvoySummoned,
    MembershipEnded,
    MembershipStarted,
    MilitarySupportEnded,
    MilitarySupportProvided,
    RelationsSevered,
    Report,
    SanctionsImposed,
    SanctionsLifted,
    Via,
)
from projections.ground.ground import restrict
from projections.times import Times
from projections.view import fold_rows
from projections.views import embassies, envoys, memberships, military, sanctions, standing
from projections.views.standing import ActRow, Register, Sides
from tests.unit.projections.newsroom import Article, Given, Newsroom, at, on

Act: TypeAlias = "tuple[type[Report], str, dict[str, Given]]"
ECOWAS: dict[str, Given] = {"target": "ECOWAS"}
RUSSIA: dict[str, Given] = {"source": "RUS", "target": "MLI"}


def ask(newsroom: Newsroom, register: Register[Any, Any], times: Times, sides: Sides | None = None) -> list[Any]:
    """Ask for the lines of a register at three times, from what was recorded."""
    tables = fold_rows(register.view, restrict(newsroom.ground(register.view), times))
    rows = [row for row in tables["act"] if isinstance(row, ActRow)]
    lines = standing.group(rows, sides or Sides(), times.day)
    return [register.show(*key, standing.stand(register.course, acts)) for key, acts in lines.items()]


def told(*acts: Act) -> Newsroom:
    """Publish each act on its own day, in an article of its own."""
    newsroom = Newsroom()
    for number, (kind, day, fields) in enumerate(acts):
        given: dict[str, Given] = {"act": on(day), **fields}
        newsroom.publish(Article(f"article {number}", day, "Paper").tells(kind, **given))
    return newsroom


PLAN: dict[str, Given] = {"act": None, "due": on("2030-01"), "stage": "planned"}
HEARSAY: dict[str, Given] = {"factuality": "hearsay"}
CASES: list[tuple[Register[Any, Any], list[Act], str, str, str | None]] = [
    (sanctions.REGISTER, [(SanctionsImposed, "2022-01-09", {})], "2030-01-01", "in_force", "2022-01-09"),
    (
        sanctions.REGISTER,
        [(SanctionsImposed, "2022-01-09", {}), (SanctionsLifted, "2022-07-03", {})],
        "2022-07-03",
        "lifted",
        "2022-07-03",
    ),
    (
        sanctions.REGISTER,
        [(SanctionsImposed, "2022-01-09", {}), (SanctionsImposed, "2022-03-09", {})],
        "2022-07-03",
        "in_force",
        "2022-01-09",
    ),
    (sanctions.REGISTER, [(SanctionsImposed, "2022-01-09", PLAN)], "2022-07-03", "planned", None),
    (sanctions.REGISTER, [(SanctionsImposed, "2022-01-09", HEARSAY)], "2022-07-03", "unobserved", None),
    (
        memberships.REGISTER,
        [(MembershipStarted, "2023-09-16", {"target": "AES"})],
        "2024-01-01",
        "member",
        "2023-09-16",
    ),
    (
        memberships.REGISTER,
        [(MembershipEnded, "2021-05-30", {"mode": "suspended", **ECOWAS})],
        "2024-01-01",
        "suspended",
        "2021-05-30",
    ),
    (
        memberships.REGISTER,
        [
            (MembershipEnded, "2024-01-28", {"mode": "notified", **ECOWAS}),
            (MembershipEnded, "2025-01-29", {"mode": "left", **ECOWAS}),
        ],
        "2025-01-28",
        "notified",
        "2024-01-28",
    ),
    (
        memberships.REGISTER,
        [
            (MembershipEnded, "2024-01-28", {"mode": "notified", **ECOWAS}),
            (MembershipEnded, "2025-01-29", {"mode": "left", **ECOWAS}),
        ],
        "2025-02-01",
        "left",
        "2025-01-29",
    ),
    (
        memberships.REGISTER,
        [(MembershipEnded, "2025-01-29", {"mode": "expelled", **ECOWAS})],
        "2025-02-01",
        "expelled",
        "2025-01-29",
    ),
    (envoys.REGISTER, [(EnvoyAccredited, "2024-01-28", {})], "2025-02-01", "accredited", "2024-01-28"),
    (
        envoys.REGISTER,
        [(EnvoyAccredited, "2024-01-28", {}), (EnvoyRecalled, "2024-06-28", {})],
        "2025-02-01",
        "recalled",
        "2024-06-28",
    ),
    (
        envoys.REGISTER,
        [(EnvoyAccredited, "2024-01-28", {}), (EnvoyExpelled, "2024-06-28", RUSSIA)],
        "2025-02-01",
        "expelled",
        "2024-06-28",
    ),
    (envoys.REGISTER, [(EnvoySummoned, "2024-06-28", RUSSIA)], "2025-02-01", "unobserved", None),
    (embassies.REGISTER, [(EmbassyOpened, "2023-12-28", {})], "2025-02-01", "open", "2023-12-28"),
    (embassies.REGISTER, [(EmbassyOpened, "2023-12-28", PLAN)], "2025-02-01", "planned", None),
    (
        embassies.REGISTER,
        [(EmbassyOpened, "2023-12-28", {}), (EmbassyClosed, "2024-12-28", {})],
        "2025-02-01",
        "closed",
        "2024-12-28",
    ),
    (
        embassies.REGISTER,
        [(EmbassyOpened, "2023-12-28", {}), (EmbassyClosed, "2024-12-28", PLAN)],
        "2025-02-01",
        "open",
        "2023-12-28",
    ),
    (
        military.REGISTER,
        [(MilitarySupportProvided, "2023-12-28", {"stage": "under_way"})],
        "2025-02-01",
        "provided",
        "2023-12-28",
    ),
    (
        military.REGISTER,
        [(MilitarySupportProvided, "2023-12-28", {}), (MilitarySupportEnded, "2025-06-06", {})],
        "2025-07-01",
        "ended",
        "2025-06-06",
    ),
]


@pytest.mark.parametrize(("register", "acts", "day", "status", "since"), CASES)
def test_a_line_stands_as_its_acts_say(
    register: Register[Any, Any], acts: list[Act], day: str, status: str, since: str | None
) -> None:
    """What is done begins and ends what stands, on the day asked about; plans and hearsay decide nothing."""
    (line,) = ask(told(*acts), register, at(day))
    assert (line.status, line.since) == (status, since)
    assert line.acts == len(line.last_acts)
    assert line.last_acts[0].sources[0].proofs[0].exact


@pytest.mark.parametrize(("register", "acts", "day", "status", "since"), CASES)
def test_nothing_is_told_of_a_day_before_it_was_told(
    register: Register[Any, Any], acts: list[Act], day: str, status: str, since: str | None
) -> None:
    """Before the first act there is no line: silence is no status."""
    del day, status, since
    assert ask(told(*acts), register, at("2021-01-01")) == []


def test_a_plan_is_gone_once_it_is_done() -> None:
    """Given an embassy that is to open, and then opens: planned before, and nothing is planned after."""
    newsroom = told((EmbassyOpened, "2023-06-01", {**PLAN, "due": on("2023-12")}), (EmbassyOpened, "2023-12-28", {}))
    (before,) = ask(newsroom, embassies.REGISTER, at("2023-07-01"))
    (after,) = ask(newsroom, embassies.REGISTER, at("2024-01-01"))
    assert (before.status, len(before.planned), before.in_force) == ("planned", 1, ())
    assert (after.status, after.planned, len(after.in_force)) == ("open", (), 1)


def test_a_state_that_is_let_in_again_is_readmitted() -> None:
    """Given a suspension and a return: a member again, and said to be readmitted."""
    newsroom = told(
        (MembershipEnded, "2021-05-30", {"mode": "suspended", **ECOWAS}), (MembershipStarted, "2024-05-30", ECOWAS)
    )
    (line,) = ask(newsroom, memberships.REGISTER, at("2024-06-01"))
    assert (line.state, line.organisation, line.status, line.readmitted) == ("MLI", "ECOWAS", "member", True)


def test_the_present_ambassador_is_the_last_accredited() -> None:
    """Given two ambassadors one after the other, and a summons: the second is present, the summons is told apart."""
    newsroom = told(
        (EnvoyAccredited, "2020-02-01", {"persons": ("Anna Petrova",), "mode": "credentials", **RUSSIA}),
        (EnvoyAccredited, "2023-02-01", {"persons": ("Igor Gromyko",), "mode": "appointed", **RUSSIA}),
        (EnvoySummoned, "2024-02-01", {}),
    )
    (line,) = ask(newsroom, envoys.REGISTER, at("2025-01-01"))
    assert (line.sender, line.host, line.ambassador, line.credentials) == ("RUS", "MLI", "Igor Gromyko", "appointed")
    assert [fact.day for fact in line.summoned] == ["2024-02-01"]
    (earlier,) = ask(newsroom, envoys.REGISTER, at("2021-01-01"))
    assert (earlier.ambassador, earlier.summoned) == ("Anna Petrova", ())


@pytest.mark.parametrize("source", ["MLI", "RUS"])
def test_a_break_of_relations_ends_embassies_and_envoys_of_both_sides(source: str) -> None:
    """Whichever side breaks relations off, both embassies are closed and both ambassadors recalled; none is made up."""
    other: dict[str, Given] = {"source": "RUS", "target": "MLI"}
    severed: dict[str, Given] = {"source": source, "target": "MLI" if source == "RUS" else "RUS"}
    newsroom = told(
        (EmbassyOpened, "2023-01-02", {}),
        (EmbassyOpened, "2023-02-02", other),
        (EnvoyAccredited, "2023-03-02", {"persons": ("A. Envoy",)}),
        (RelationsSevered, "2024-08-04", severed),
        (RelationsSevered, "2024-08-04", {"target": "UKR"}),
    )
    opened = ask(newsroom, embassies.REGISTER, at("2024-08-03"))
    assert [(line.owner, line.status) for line in opened] == [("MLI", "open"), ("RUS", "open")]
    closed = ask(newsroom, embassies.REGISTER, at("2024-08-04"))
    assert [(line.owner, line.status, line.in_force) for line in closed] == [
        ("MLI", "closed", ()),
        ("RUS", "closed", ()),
    ]
    (envoy,) = ask(newsroom, envoys.REGISTER, at("2024-08-04"))
    assert (envoy.status, envoy.ambassador, envoy.since) == ("recalled", None, "2024-08-04")


def test_an_embassy_opened_again_after_a_break_stands() -> None:
    """Relations taken up again reopen nothing by themselves; a new opening does."""
    newsroom = told(
        (EmbassyOpened, "2023-01-02", {}),
        (RelationsSevered, "2024-08-04", {}),
        (EmbassyOpened, "2025-03-01", {}),
    )
    (line,) = ask(newsroom, embassies.REGISTER, at("2025-04-01"))
    assert (line.status, line.since) == ("open", "2025-03-01")


def test_an_end_that_names_goods_ends_those_alone() -> None:
    """Given troops and aircraft, and the end of the troops: the aircraft stand, with the company that flies them."""
    troops: dict[str, Given] = {"item": "troops", "amount": Amount(min=400, max=400, unit="persons"), **RUSSIA}
    aircraft: dict[str, Given] = {"item": "aircraft", "via": Via(name="Rota", kind="company"), **RUSSIA}
    newsroom = told(
        (MilitarySupportProvided, "2022-01-01", troops),
        (MilitarySupportProvided, "2023-01-01", aircraft),
        (MilitarySupportEnded, "2024-01-01", {"item": "troops", **RUSSIA}),
    )
    (line,) = ask(newsroom, military.REGISTER, at("2025-01-01"))
    assert (line.status, line.goods, line.via) == ("provided", ("aircraft",), ("Rota",))
    (both,) = ask(newsroom, military.REGISTER, at("2023-06-01"))
    assert both.goods == ("aircraft", "troops")


def test_lines_are_chosen_by_their_sides() -> None:
    """Given sanctions both ways: each side, each party and the pair choose; a third party chooses nothing."""
    newsroom = told((SanctionsImposed, "2022-01-09", {}), (SanctionsImposed, "2022-02-09", RUSSIA))
    for sides, expected in (
        (Sides(), ["MLI", "RUS"]),
        (Sides(subject="RUS"), ["RUS"]),
        (Sides(object="RUS"), ["MLI"]),
        (Sides(parties=("RUS", "MLI")), ["MLI", "RUS"]),
        (Sides(parties=("FRA",)), []),
    ):
        assert [line.source for line in ask(newsroom, sanctions.REGISTER, at("2023-01-01"), sides)] == expected


def test_looking_back_shows_what_was_reported_by_then() -> None:
    """Given sanctions and a lifting told later: reported by the day between, they are in force."""
    newsroom = told((SanctionsImposed, "2022-01-09", {}), (SanctionsLifted, "2022-07-03", {}))
    (line,) = ask(newsroom, sanctions.REGISTER, at("2030-01-01", reported_by=on("2022-05-01").first()))
    assert line.status == "in_force"
