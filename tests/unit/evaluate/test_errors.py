"""Single misses and wrong ones, the articles held out from them, and how a report is written."""

import json

import pytest

from service.evaluate import (
    HeldOutRefused,
    errors,
    held_out,
    render_errors,
    render_json,
    render_table,
    score,
    split_halves,
)
from service.evaluate.findings import sentence_of
from tests.unit.evaluate.labels import gold, label, record

TEXT = """Accueil | Sport
M. Diop est arrivé lundi. Le ministre, reçu par M. K. Ivanov à  Moscou,
a salué ses hôtes ! « Une étape. » Puis il est reparti.
"""
VISIT = label(
    "VisitOccurred", "MLI", "RUS", quote="reçu par M. K. Ivanov à Moscou", start="2024-06-12", end="2024-06-12"
)
ANNOUNCED = label("VisitAnnounced", "MLI", "RUS", quote="il est reparti")


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("dev-002", True),
        ("dev-044", True),
        ("dev-001", False),
        ("seed-002", False),
        ("dev-2b", False),
        ("p-dev-002", False),
    ],
)
def test_even_development_articles_are_held_out(article: str, *, expected: bool) -> None:
    """Held out are dev-NNN with an even number, and nothing else."""
    assert held_out(article) is expected


def test_a_miss_and_a_wrong_one_come_with_sentence_and_neighbour() -> None:
    """Each error tells the dyads, the sentence that its quote stands in, and what the other side has there instead."""
    report = score([record(gold(VISIT))], {"a-1": [ANNOUNCED]}, resamples=5)
    missed, wrong = errors(report, {"a-1": TEXT})

    assert (missed.finding.kind, missed.finding.dyads) == ("missed", (("MLI", "RUS"),))
    assert missed.finding.instead == (ANNOUNCED,)
    assert missed.sentence == "Le ministre, reçu par M. K. Ivanov à Moscou,"
    assert (wrong.finding.kind, wrong.sentence) == ("wrong", "Puis il est reparti.")
    shown = render_errors(report, [missed, wrong])
    assert "a-1  missed  VisitOccurred MLI>RUS 2024-06-12/2024-06-12" in shown
    assert "predicted between them, and wrong: VisitAnnounced MLI>RUS undated: il est reparti" in shown


def test_only_the_missed_dyads_of_a_joined_label_are_listed() -> None:
    """A joined label found in part is one error, with the dyads that were not found."""
    leaving = label("MembershipEnded", "MLI BFA NER", "ECOWAS")
    report = score([record(gold(leaving))], {"a-1": [label("MembershipEnded", "BFA", "ECOWAS")]}, resamples=5)

    (missed,) = errors(report)
    assert missed.finding.dyads == (("MLI", "ECOWAS"), ("NER", "ECOWAS"))
    assert missed.sentence == leaving.quote


def test_wrong_dates_and_amounts_are_errors_too() -> None:
    """A matched label whose date or amount is wrong or missing is listed with what was predicted, once a label."""
    aid = label("AidDelivered", "RUS", "MLI BFA", item="wheat", amount=25000, unit="t", start="2024-01", end="2024-01")
    read = label("AidDelivered", "RUS", "MLI BFA", item="wheat", amount=2500, unit="t")
    found = errors(score([record(gold(aid))], {"a-1": [read]}, resamples=5))

    assert [entry.finding.kind for entry in found] == ["date", "amount"]
    assert found[0].finding.instead == (read,)


def test_held_out_articles_show_no_errors() -> None:
    """Beside open articles the held-out ones are left out and counted; alone, errors are refused."""
    articles = [record(gold(VISIT), article="dev-001"), record(gold(VISIT), article="dev-002")]
    nothing = {"dev-001": [], "dev-002": [ANNOUNCED]}
    both = score(articles, nothing, resamples=5)

    found = errors(both)
    assert [entry.finding.article for entry in found] == ["dev-001"]
    assert "1 held-out articles are left out" in render_errors(both, found)
    assert "dev-002" not in render_json(both, found)
    with pytest.raises(HeldOutRefused, match="held out"):
        errors(score(articles[1:], nothing, resamples=5))
    assert both.overall.scores.required == 2
    assert [[article.id for article in half] for half in split_halves(articles)] == [["dev-001"], ["dev-002"]]


def test_a_quote_that_is_not_in_the_text_stands_for_itself() -> None:
    """Without the text, or with another one, the quote is all there is."""
    assert sentence_of("", "some quote") == "some quote"
    assert sentence_of(TEXT, "") == ""
    assert sentence_of("No full stop here", "stop") == "No full stop here"


def test_the_table_holds_every_type_and_both_totals() -> None:
    """The table fits 120 columns and shows each type that occurs, the totals, the intervals and the false alarms."""
    leaving = label("MembershipEnded", "MLI BFA NER", "ECOWAS")
    report = score([record(gold(leaving), gold(VISIT)), record(article="a-2")], {"a-1": [VISIT], "a-2": []})
    table = render_table(report)

    assert max(len(line) for line in table.splitlines()) <= 120
    assert "…" not in table
    rows = {line.split("  ")[0].strip(): line.split() for line in table.splitlines()}
    assert rows["VisitOccurred"][1:6] == ["1", "1", "1.000", "1.000", "1.000"]
    assert rows["MembershipEnded"][1:6] == ["1", "0", "-", "0.000", "0.000"]
    assert rows["all types"][2:7] == ["2", "1", "1.000", "0.500", "0.667"]
    assert "without verbal types" in rows
    assert "False alarms: 0 in 1 articles without events (0 per 100)." in table


def test_the_json_holds_aggregates_and_errors_only_when_given() -> None:
    """The JSON form has the numbers of the table; single findings appear only under errors."""
    report = score([record(gold(VISIT))], {"a-1": [ANNOUNCED]}, resamples=5)
    plain, full = json.loads(render_json(report)), json.loads(render_json(report, errors(report)))

    assert plain["overall"]["scores"]["strict"]["recall"] == 0
    assert plain["overall"]["intervals"]["lenient f1"] == {"low": 1, "high": 1}
    assert "findings" not in plain
    assert "errors" not in plain
    assert [entry["finding"]["kind"] for entry in full["errors"]] == ["missed", "wrong"]
