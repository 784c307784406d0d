"""A replay as files is read back as it was, and nothing that was changed since is taken for it."""

from pathlib import Path

import pytest

from events.vocabulary import VisitOccurred
from projections.errors import BadReplay
from projections.replaying.files import SUMS, read_replay, write_replay
from projections.view import canonical, fold_rows
from projections.views import VIEWS
from tests.unit.projections.newsroom import Article, Newsroom, on


def test_a_replay_is_read_back_and_its_bytes_are_the_same_again(tmp_path: Path) -> None:
    """Written twice, the files and their digest are equal; read back, the tables are what they were."""
    newsroom = Newsroom()
    newsroom.publish(Article("a", "2025-06-24").tells(VisitOccurred, act=on("2025-06-22")))
    views = {view.name: canonical(fold_rows(view, newsroom.ground(view))) for view in VIEWS}
    digests = {write_replay(tmp_path / name, views, 7) for name in ("one", "two")}
    assert len(digests) == 1
    assert (tmp_path / "one" / SUMS).read_bytes() == (tmp_path / "two" / SUMS).read_bytes()
    facts, read = read_replay(tmp_path / "one")
    assert facts.position == 7
    assert {view: {table: list(rows) for table, rows in tables.items()} for view, tables in read.items()} == views


def test_a_folder_that_is_no_replay_is_refused(tmp_path: Path) -> None:
    """An empty folder, one with a changed file, one that names files elsewhere, and one to write that is not empty."""
    with pytest.raises(BadReplay, match="no whole replay"):
        read_replay(tmp_path)
    write_replay(tmp_path / "one", {"visits": {"visit": [b"{}"]}}, 7)
    with pytest.raises(BadReplay, match="is not empty"):
        write_replay(tmp_path / "one", {}, 7)
    (tmp_path / "one" / "visits.visit.jsonl").write_bytes(b"[]\n")
    with pytest.raises(BadReplay, match="is not what SHA256SUMS says"):
        read_replay(tmp_path / "one")
    (tmp_path / "one" / SUMS).write_text(f"{'0' * 64}  ../elsewhere\n", encoding="ascii")
    with pytest.raises(BadReplay, match="no file of the folder itself"):
        read_replay(tmp_path / "one")
