"""How many answers are kept."""

from datetime import date

from service.api.etags import Whole
from service.api.kept import Answers

MOMENT = (date(2025, 7, 1), ())


def answer(size: int) -> Whole:
    """Give an answer with a body of so many bytes."""
    return Whole(headers=[], body=b"x" * size, tag='"tag"')


def test_the_least_lately_given_are_forgotten() -> None:
    """No more bytes are kept than wanted, and what was given again stays longer than what was not."""
    answers = Answers(most=25_000, largest=20_000)
    for question in ("a", "b"):
        answers.keep((question,), MOMENT, answer(8_000), "/a")
    answers.use(("a",))
    answers.keep(("c",), MOMENT, answer(8_000), "/a")
    assert [answers.find((question,)) is not None for question in ("a", "b", "c")] == [True, False, True]


def test_an_answer_takes_the_place_of_the_one_before() -> None:
    """A question has one answer, the latest; one that is too long leaves none behind, and room for others."""
    answers = Answers(most=25_000, largest=20_000)
    for _ in range(5):
        answers.keep(("a",), MOMENT, answer(8_000), "/a")
    answers.keep(("b",), MOMENT, answer(8_000), "/a")
    assert [answers.find((question,)) is not None for question in ("a", "b")] == [True, True]
    answers.keep(("a",), MOMENT, answer(20_001), "/a")
    assert answers.find(("a",)) is None
    answers.keep(("c",), MOMENT, answer(8_000), "/a")
    assert answers.find(("b",)) is not None


def test_small_answers_count_with_what_surrounds_them() -> None:
    """Of answers almost without a body no more are kept than memory bears."""
    answers = Answers(most=25_000, largest=20_000)
    for question in range(1_000):
        answers.keep((str(question),), MOMENT, answer(1), "/a")
    assert sum(answers.find((str(question),)) is not None for question in range(1_000)) < 15
