"""`chancery extract`: the label form, alone and in batches, without any database."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

from tests.contract.commands import CHANCERY, run_chancery

KEYS = ["type", "source", "target", "start", "end", "item", "amount", "unit", "cumulative", "persons", "quote"]
VISIT = "Le président malien Assimi Goïta s'est rendu en Russie le 23 juin 2025."
NOTHING = "La pluie est tombée sur la ville pendant trois jours et les écoles sont restées fermées."


def test_a_file_gives_one_label_a_line(tmp_path: Path) -> None:
    """With --json every label is one line, with exactly the keys of the label form, in their order."""
    file = tmp_path / "article.txt"
    file.write_text(VISIT, encoding="utf-8")
    done = run_chancery("extract", "--json", "--published", "2025-06-24", str(file))
    assert done.returncode == 0, done.stderr.decode()
    labels = [json.loads(line) for line in done.stdout.splitlines()]
    visit = next(label for label in labels if label["type"] == "VisitOccurred")
    assert list(visit) == KEYS
    assert (visit["source"], visit["target"], visit["start"]) == (["MLI"], ["RUS"], "2025-06-23")
    assert visit["quote"] in VISIT


def test_a_running_total_shows_as_a_cumulative_delivery() -> None:
    """A total that an article states is labelled as aid delivered, cumulative, beside the delivery itself."""
    file = str(files("seeds").joinpath("articles", "07-ble-russe.txt"))
    done = run_chancery("extract", "--json", file)
    aid = {
        (label["item"], label["amount"], label["cumulative"])
        for label in map(json.loads, done.stdout.splitlines())
        if label["type"] == "AidDelivered"
    }
    assert aid == {("wheat", 25000, False), ("wheat", 50000, True), ("fertilizer", 22000, True)}


def test_a_batch_answers_line_for_line() -> None:
    """Each line is answered in order, also where its text tells nothing; bad ones say why, and the exit code is 1."""
    lines = [
        json.dumps({"id": "a", "text": VISIT, "published": "2025-06-24", "language": "fr"}),
        json.dumps({"id": 2, "text": NOTHING, "more": "is passed over"}),
        "{not json",
        json.dumps({"id": "no text"}),
        json.dumps({"id": "empty", "text": ""}),
        json.dumps({"id": "date", "text": VISIT, "published": "2025-02-30"}),
        json.dumps({"id": "last", "text": VISIT}),
    ]
    done = run_chancery("extract", "--batch", given="\n".join(lines).encode())
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 2, None, "no text", "empty", "date", "last"]
    assert [set(answer) - {"id"} for answer in answers] == [{"events"}] * 2 + [{"error", "events"}] * 4 + [{"events"}]
    assert "VisitOccurred" in {label["type"] for label in answers[0]["events"]}
    assert list(answers[0]["events"][0]) == KEYS
    assert answers[1]["events"] == []
    assert "2025-02-30" in answers[5]["error"]


def test_a_batch_without_bad_lines_succeeds() -> None:
    """A batch whose every line could be read ends with exit code 0; so does one without lines."""
    assert run_chancery("extract", "--batch", given=json.dumps({"id": 1, "text": NOTHING}).encode()).returncode == 0
    assert run_chancery("extract", "--batch", given=b"").returncode == 0


def test_a_batch_answers_before_the_next_line_comes() -> None:
    """Whoever waits for an answer before sending the next line gets it."""
    process = subprocess.Popen([CHANCERY, "extract", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": VISIT}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_a_wrong_call_is_told_apart_from_a_failure(tmp_path: Path) -> None:
    """A call that makes no sense ends with exit code 2, an article that cannot be read with 1 and a line of reason."""
    assert run_chancery("extract").returncode == 2
    assert run_chancery("extract", "--batch", "file.txt").returncode == 2
    file = tmp_path / "binary.txt"
    file.write_bytes(b"\x89PNG\x00\x00")
    failed = run_chancery("extract", str(file))
    assert failed.returncode == 1
    assert failed.stderr.decode().startswith("chancery: ")
    assert len(failed.stderr.decode().splitlines()) == 1


def test_explain_shows_how_it_was_read(tmp_path: Path) -> None:
    """With --explain the trace of each sentence and the events stand together, as JSON where asked."""
    file = tmp_path / "article.txt"
    file.write_text(VISIT, encoding="utf-8")
    explained = json.loads(run_chancery("extract", "--explain", "--json", str(file)).stdout)
    assert explained["sentences"]
    assert explained["events"]
    assert b"VisitOccurred" in run_chancery("extract", "--explain", str(file)).stdout


def test_an_explanation_says_once_why_each_frame_made_nothing(tmp_path: Path) -> None:
    """What a frame left out stands under its sentence, with the words that called it up, and nowhere else."""
    file = tmp_path / "kept.txt"
    file.write_text("Kenya has not recalled its ambassador from Peru.", encoding="utf-8")
    done = run_chancery("extract", "--explain", str(file))
    assert done.returncode == 0, done.stderr.decode()
    told = [line.split() for line in done.stdout.decode().splitlines()]
    negated = [words for words in told if words[:2] == ["left", "out"] and words[-1] == "negated"]
    assert any("recalled" in words for words in negated)
    assert len({tuple(words) for words in negated}) == len(negated)
    assert ["left", "out", "rule", "because"] not in told
