"""Labelled articles, read and chosen; the label form in JSON."""

import json
from pathlib import Path

import msgspec
import pytest

from service.evaluate import EvaluationError, load_gold, select
from service.labels import LabelEvent

EVENT = {
    "type": "VisitOccurred",
    "source": ["MLI"],
    "target": ["RUS"],
    "start": "2024-06-12",
    "end": "2024-06-14",
    "item": None,
    "amount": None,
    "unit": None,
    "cumulative": False,
    "persons": ["Awa Exemple"],
    "quote": "en visite",
    "required": True,
}
ARTICLE = {
    "id": "a-1",
    "lang": "fr",
    "published": "2024-06-12",
    "published_precision": "day",
    "source": {"written": True},
    "events": [EVENT],
}


def write(folder: Path, *articles: object) -> Path:
    """A file of one JSON object a line."""
    path = folder / "gold.jsonl"
    path.write_text("\n".join(json.dumps(article) for article in articles) + "\n", encoding="utf-8")
    return path


def test_labels_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Every field of a labelled article comes through, and goes out again under the same keys in the same order."""
    (article,) = load_gold(write(tmp_path, ARTICLE))

    assert json.loads(msgspec.json.encode(article)) == ARTICLE
    assert list(msgspec.to_builtins(article.events[0])) == list(EVENT)
    assert list(LabelEvent.__struct_fields__) == [name for name in EVENT if name != "required"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"type": "VisitHappened"}, "not a type of the label form"),
        ({"target": []}, "names no two actors"),
        ({"start": "2024-13"}, "2024-13"),
        ({"end": "2023"}, "end lies before the start"),
        ({"required": "yes"}, "required"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_line_that_is_not_well_formed_is_named(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    """A label that cannot be compared is refused with the number of its line."""
    path = write(tmp_path, ARTICLE, {**ARTICLE, "id": "a-2", "events": [{**EVENT, **changed}]})

    with pytest.raises(EvaluationError, match=f"line 2.*{said}"):
        load_gold(path)


def test_an_article_labelled_twice_is_refused(tmp_path: Path) -> None:
    """An id stands for one article."""
    with pytest.raises(EvaluationError, match="'a-1' is labelled twice"):
        load_gold(write(tmp_path, ARTICLE, ARTICLE))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, or one that is not text, is an error that names it."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("absent", "binary"):
        with pytest.raises(EvaluationError, match=name):
            load_gold(tmp_path / name)


def test_articles_are_chosen_by_the_start_of_their_id(tmp_path: Path) -> None:
    """A prefix that nothing starts with is an error, so that a typing mistake does not score as perfect."""
    articles = load_gold(write(tmp_path, ARTICLE, {**ARTICLE, "id": "b-1"}))

    assert [article.id for article in select(articles, "a")] == ["a-1"]
    assert select(articles, "") == articles
    with pytest.raises(EvaluationError, match="starts with 'c'"):
        select(articles, "c")
