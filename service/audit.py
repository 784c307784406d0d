"""The whole audit: the ledger recomputed, its checkpoints, and the views against a replay."""

import base64
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from events.ledger import Ledger
from events.ledger.audit import verify_ledger
from events.merkle.note import VerifierKey
from projections.replaying.replay import diff, read_live, replay
from service.problems import Refusal


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as it was recorded, at the first position that it concerns."""

    position: int
    what: str


class ViewsAudited(msgspec.Struct, frozen=True, kw_only=True):
    """How the live views stand to a replay of the ledger.

    ``position`` is how far all of them had folded, None where they could not be compared: ``reason`` says why.
    ``difference`` has one line for each row that is not the same.
    """

    position: int | None = None
    difference: tuple[str, ...] = ()
    reason: str | None = None


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit has seen; ``sound`` where nothing is wrong.

    ``root`` is in base64, as in a checkpoint; ``verifiers`` are the keys that the signatures were checked with, none
    where they were not.
    """

    sound: bool
    events: int
    root: str
    redacted: int
    checkpoints: int
    verifiers: tuple[str, ...]
    first_wrong: int | None
    findings: tuple[Place, ...]
    views: ViewsAudited


async def audit_ledger(
    pool: "asyncpg.Pool[Any]",
    ledger: Ledger,
    *,
    verifiers: Sequence[VerifierKey],
    checkpoints: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> Audited:
    """Recompute the ledger up to its head, compare it with the checkpoints, and the views with their replay.

    Writes nothing, and needs no more than the right to read.

    Args:
        pool: connections to the database.
        ledger: the ledger in it.
        verifiers: the keys that the log has and has had; without one, signatures are not checked.
        checkpoints: notes that were kept outside the database.
        progress: called with how many events are recomputed, of how many.

    Raises:
        InvalidCheckpoint: one of ``checkpoints`` is none, or not signed by one of ``verifiers``.

    """
    report = await verify_ledger(pool, keys=verifiers, checkpoints=checkpoints, progress=progress)
    views = await _compare_views(pool, ledger, sound=not report.findings)
    return Audited(
        sound=not report.findings and not views.difference,
        events=report.size,
        root=base64.b64encode(report.root).decode(),
        redacted=report.redacted,
        checkpoints=report.checkpoints,
        verifiers=tuple(map(str, verifiers)),
        first_wrong=report.first_wrong,
        findings=tuple(Place(position=each.position, what=each.what) for each in report.findings),
        views=views,
    )


async def find_place(ledger: Ledger, event: str) -> int:
    """The position of the event of an id; raises Refusal where there is none."""
    try:
        recorded = await ledger.event(UUID(event))
    except ValueError:
        recorded = None
    if recorded is None:
        raise Refusal("unknown-event", f"the ledger has no event with the id {event!r}; `chancery events` lists them")
    return recorded.position


async def _compare_views(pool: "asyncpg.Pool[Any]", ledger: Ledger, *, sound: bool) -> ViewsAudited:
    try:
        live = await read_live(pool)
    except asyncpg.UndefinedTableError:
        return ViewsAudited(reason="the views have not been made yet: the service has not run on this database")
    try:
        fresh = await replay(ledger, live.positions)
    except Exception as error:
        # Whatever was done to the events, the audit has found it and must tell: a fold need not cope with it.
        if sound:
            raise
        return ViewsAudited(reason=f"the ledger cannot be folded as it is ({type(error).__name__}: {error})")
    return ViewsAudited(position=min(live.positions.values()), difference=tuple(diff(live.views, fresh)))
