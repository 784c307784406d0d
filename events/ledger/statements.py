"""The SQL of the ledger, each statement in a file of its own beside this module."""

from importlib.resources import files


def _read(name: str) -> str:
    return files("events.ledger").joinpath(name).read_text(encoding="utf-8")


APPEND = _read("append.sql")
READ_ALL = _read("read_all.sql")
READ_MATCHING = _read("read_matching.sql")
READ_BY_IDS = _read("read_by_ids.sql")
READ_HEAD = _read("read_head.sql")
KEEP_TEXT = _read("keep_text.sql")
READ_TEXT = _read("read_text.sql")
