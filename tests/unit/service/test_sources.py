"""The feeds that a file names, and what `chancery ingest` takes its arguments for."""

from pathlib import Path

import click
import pytest

from service.cli.sources import sort_sources
from service.feeds.sources import EVERY, BadFeeds, Source, join_sources, load_sources


def test_a_file_names_feeds_with_what_is_known_of_them(tmp_path: Path) -> None:
    """Each table is a feed; what is not said has a default; no file names none."""
    file = tmp_path / "feeds.toml"
    file.write_text(
        '[[feed]]\nurl = "https://e.example/1"\n[[feed]]\nurl = "https://e.example/2"\npublisher = "L\'Écho"\n'
        'language = "fr"\nevery = 60\ncontent = "feed"\n',
        encoding="utf-8",
    )
    assert load_sources(None) == ()
    assert load_sources(file) == (
        Source(url="https://e.example/1", every=EVERY, content="page"),
        Source(url="https://e.example/2", publisher="L'Écho", language="fr", every=60, content="feed"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "[[feed]",
        "[[feed]]\n",
        "[[feeds]]\nurl = 'https://e.example/'\n",
        "[[feed]]\nurl = 'https://e.example/'\nevry = 60\n",
        "[[feed]]\nurl = 'https://e.example/'\nevery = 1\n",
        "[[feed]]\nurl = 'https://e.example/'\nevery = 'often'\n",
        "[[feed]]\nurl = 'https://e.example/'\nlanguage = 'French'\n",
        "[[feed]]\nurl = 'https://e.example/'\ncontent = 'both'\n",
        "[[feed]]\nurl = 'https://e.example/'\n[[feed]]\nurl = 'https://e.example/'\n",
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_fault(tmp_path: Path, text: str) -> None:
    """Misspelt fields, impossible values and feeds named twice are errors; none is passed over."""
    file = tmp_path / "feeds.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFeeds, match=r"feeds\.toml"):
        load_sources(file)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A file that the setting names and nobody wrote is told, with the setting."""
    with pytest.raises(BadFeeds, match="CHANCERY_FEEDS"):
        load_sources(tmp_path / "feeds.toml")


def test_the_file_wins_over_what_was_added() -> None:
    """A feed named in both places is read once, as the file says."""
    added = Source(url="https://e.example/1", every=60), Source(url="https://e.example/2")
    named = (Source(url="https://e.example/1", every=120),)
    assert join_sources(named, added) == [named[0], added[1]]


def test_sources_are_told_apart_by_their_names(tmp_path: Path) -> None:
    """Addresses, archives, JSON lines, texts and folders each go their way; what is not there is a wrong call."""
    names = ["a.txt", "b.warc.gz", "c.WARC", "d.jsonl", "e.ndjson.gz"]
    for name in names:
        (tmp_path / name).touch()
    paths = [tmp_path / name for name in names]
    chosen = sort_sources((*map(str, paths), str(tmp_path), "https://e.example/a", "HTTP://e.example/b"))
    assert chosen.texts == (paths[0], tmp_path)
    assert chosen.streams == tuple(paths[1:])
    assert chosen.urls == ("https://e.example/a", "HTTP://e.example/b")
    with pytest.raises(click.UsageError, match="nowhere"):
        sort_sources((str(tmp_path / "nowhere.txt"),))
