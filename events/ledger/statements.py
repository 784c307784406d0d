"""The SQL of the ledger, each statement in a file of its own beside this module."""

from importlib.resources import files


def _read(name: str) -> str:
    return files("events.ledger").joinpath(name).read_text(encoding="utf-8")


APPEND = _read("append.sql")
APPEND_ALL = _read("append_all.sql")
APPEND_ONE = _read("append_one.sql")
READ_ALL = _read("read_all.sql")
READ_MATCHING = _read("read_matching.sql")
READ_BY_IDS = _read("read_by_ids.sql")
READ_HEAD = _read("read_head.sql")
READ_MARK = _read("read_mark.sql")
KEEP_TEXTS = _read("keep_texts.sql")
READ_TEXT = _read("read_text.sql")
READ_LEAF = _read("read_leaf.sql")
READ_NODES = _read("read_nodes.sql")
READ_LAST_CHECKPOINT = _read("read_last_checkpoint.sql")
KEEP_CHECKPOINT = _read("keep_checkpoint.sql")
REDACT = _read("redact.sql")
AUDIT_EVENTS = _read("audit_events.sql")
AUDIT_NODES = _read("audit_nodes.sql")
AUDIT_MISSING_TAGS = _read("audit_missing_tags.sql")
AUDIT_FOREIGN_TAGS = _read("audit_foreign_tags.sql")
AUDIT_KINDS = _read("audit_kinds.sql")
AUDIT_FOREIGN_IDS = _read("audit_foreign_ids.sql")
AUDIT_CHECKPOINTS = _read("audit_checkpoints.sql")
