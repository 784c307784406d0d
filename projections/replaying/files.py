"""A replay as files: a table a file, the same bytes wherever the same ledger is replayed.

``VIEW.TABLE.jsonl`` holds the rows of a table as canonical JSON, sorted, a line each; ``replay.json`` says how far the
ledger was folded and by which version of each fold; ``SHA256SUMS`` is what ``sha256sum --check`` reads.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from projections.errors import BadReplay
from projections.replaying.replay import Canonical
from projections.view import View
from projections.views import VIEWS

SUMS, FACTS = "SHA256SUMS", "replay.json"


class ReplayFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The position up to which a replay folded, and the version of each view's fold."""

    position: int
    folds: dict[str, int]


def write_replay(folder: Path, views: Canonical, position: int, kinds: Sequence[View] = VIEWS) -> str:
    """Write a replay into a folder that is new or empty; return the SHA-256 of its ``SHA256SUMS``, in hexadecimal.

    Raises:
        BadReplay: the folder holds something, or cannot be written.

    """
    facts = ReplayFacts(position=position, folds={view.name: view.fold for view in kinds})
    files = {
        f"{view}.{table}.jsonl": b"".join(row + b"\n" for row in rows)
        for view, tables in views.items()
        for table, rows in tables.items()
    } | {FACTS: msgspec.json.encode(facts, order="sorted") + b"\n"}
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadReplay(
                f"the folder {folder} is not empty; name one that is new, so that nothing else stands in it"
            )
        for name, content in files.items():
            (folder / name).write_bytes(content)
        # Last: a folder without it was not finished.
        (folder / SUMS).write_bytes(sums)
    except OSError as error:
        raise BadReplay(f"the folder {folder} cannot be written: {error.strerror or error}; name another") from error
    return hashlib.sha256(sums).hexdigest()


def read_replay(folder: Path) -> tuple[ReplayFacts, Canonical]:
    """A replay out of its folder, every file checked against its digest.

    Raises:
        BadReplay: the folder holds no whole replay, or a file is not what it was.

    """
    try:
        listed = dict(_read_sum(line) for line in (folder / SUMS).read_text(encoding="ascii").splitlines())
        contents: Mapping[str, bytes] = {name: (folder / name).read_bytes() for name in listed}
    except (OSError, ValueError) as error:
        raise BadReplay(f"the folder {folder} holds no whole replay: {error}; write one with --out") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != listed[name]:
            raise BadReplay(f"{folder / name} is not what {SUMS} says; it was changed after it had been written")
    views: dict[str, dict[str, list[bytes]]] = {}
    try:
        facts = msgspec.json.decode(contents[FACTS], type=ReplayFacts)
        for name, content in contents.items():
            if name != FACTS:
                view, table, _ = name.split(".")
                views.setdefault(view, {})[table] = content.splitlines()
    except (KeyError, ValueError, msgspec.DecodeError) as error:
        raise BadReplay(
            f"the folder {folder} holds no replay that this release reads: {error!r}; write one with --out"
        ) from error
    return facts, views


def _read_sum(line: str) -> tuple[str, str]:
    digest, name = line.split("  ")
    if Path(name).name != name:
        raise ValueError(f"{name!r} is no file of the folder itself")
    return name, digest
