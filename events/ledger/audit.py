"""Whether the ledger is what it says it is: everything is recomputed, nothing stored is believed.

Every leaf from the columns, every node from the leaves, the head from the tree, the positions under ids and tags
from the events, the checkpoints from the tree. What an attacker recomputes consistently, only a checkpoint that was
kept elsewhere can show: give it to ``verify_ledger``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import asyncpg
import msgspec

from events.errors import InvalidCheckpoint
from events.ledger import statements
from events.ledger.checks import is_name
from events.ledger.redaction import REDACTED, redaction_tag
from events.ledger.tree import TILE_LEVELS
from events.merkle.checkpoint import Checkpoint, open_any_checkpoint, read_checkpoint
from events.merkle.leaf import encode_leaf, hash_payload
from events.merkle.note import VerifierKey
from events.merkle.tree import CompactRange, Node, hash_leaf

PAGE = 2_000
MOST_FINDINGS = 100


class Finding(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Something that is not as it was recorded; ``position`` is the first event that it concerns."""

    position: int
    what: str


class AuditReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit has seen: how far, and what is wrong, by position; at most 100 findings.

    ``root`` is that of the tree up to the first missing event, which is the whole tree where none is missing.
    """

    size: int
    root: bytes
    redacted: int
    checkpoints: int
    findings: tuple[Finding, ...]

    @property
    def first_wrong(self) -> int | None:
        """The first wrong position, None where everything holds."""
        return self.findings[0].position if self.findings else None


async def verify_ledger(
    executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]",
    *,
    keys: Sequence[VerifierKey] = (),
    checkpoints: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> AuditReport:
    """Recompute the whole ledger up to its present head and compare it with what is stored.

    Args:
        executor: a pool or a connection that may read the ledger.
        keys: that the log has and has had; where given, all checkpoints must be signed by one of them.
        checkpoints: notes that were kept outside the database.
        progress: called with how many events are done, of how many.

    Raises:
        InvalidCheckpoint: one of ``checkpoints`` is not a checkpoint, or not signed by any of ``keys``.

    """
    expected = [_open(note, keys) for note in checkpoints]
    head = await executor.fetchrow(statements.READ_HEAD)
    audit = _Audit(executor, size=head["position"] if head else 0)
    kept = await executor.fetch(statements.AUDIT_CHECKPOINTS)
    expected += (audit.read_kept(row["size"], row["root"], row["note"], keys) for row in kept)
    await audit.walk(expected, progress)
    await audit.compare_nodes()
    await audit.compare_lists()
    if head is None:
        audit.report(0, "the ledger has lost its head row")
    else:
        audit.compare_head(head["recorded_at"], head["compact_range"], head["tagged"])
    findings = sorted(set(audit.findings))[:MOST_FINDINGS]
    return AuditReport(
        size=audit.size,
        root=audit.tree.root(),
        redacted=len(audit.redacted),
        checkpoints=len(expected),
        findings=tuple(findings),
    )


def _open(note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    return open_any_checkpoint(keys, note) if keys else read_checkpoint(note)


class _Audit:
    """One pass over a ledger of ``size`` events."""

    def __init__(self, executor: "asyncpg.Pool[Any] | asyncpg.Connection[Any]", size: int) -> None:
        self._executor = executor
        self.size = size
        self.tree = CompactRange()
        self.nodes: dict[Node, bytes] = {}
        self.findings: list[Finding] = []
        self.redacted: set[int] = set()
        self.announced: set[int] = set()
        self._last_moment: Any = None
        self._gap = False

    def report(self, position: int, what: str) -> None:
        if len(self.findings) < 10 * MOST_FINDINGS:
            self.findings.append(Finding(position=position, what=what))

    def read_kept(self, size: int, root: bytes, note: str, keys: Sequence[VerifierKey]) -> Checkpoint:
        """Read a checkpoint of the database; whatever is wrong with it is a finding."""
        checkpoint = Checkpoint(origin="", size=size, root=root)
        try:
            signed = _open(note, keys)
        except InvalidCheckpoint as error:
            self.report(size, f"the checkpoint kept at {size} events cannot be trusted: {error}")
            return checkpoint
        if (signed.size, signed.root) != (size, root):
            self.report(size, f"the checkpoint kept at {size} events was signed for another tree")
        return signed

    async def walk(self, checkpoints: Sequence[Checkpoint], progress: Callable[[int, int], None] | None) -> None:
        """Recompute every leaf and the tree, and compare its root at each checkpoint."""
        roots = {0: self.tree.root()}
        sizes = {checkpoint.size for checkpoint in checkpoints}
        after = 0
        while after < self.size:
            rows = await self._executor.fetch(statements.AUDIT_EVENTS, after, self.size, PAGE)
            last: int = rows[-1]["position"] if rows else self.size
            for row in rows:
                self._compare_event(row)
                if self.tree.size in sizes:
                    roots[self.tree.size] = self.tree.root()
            missing = await self._executor.fetchrow(statements.AUDIT_MISSING_TAGS, after, last)
            if missing is not None:
                self.report(missing[0], f"the event is not found under its tag {missing[1]!r}")
            after = last
            if progress is not None:
                progress(after, self.size)
        if self.tree.size < self.size and not self._gap:
            self._gap = True
            self.report(self.tree.size + 1, f"{self.size - self.tree.size} events of {self.size} are missing")
        for position in sorted(self.redacted - self.announced):
            self.report(position, "the payload is gone, but no event says that it was redacted")
        for checkpoint in checkpoints:
            if checkpoint.size > self.size:
                what = f"a checkpoint of {checkpoint.size} events was signed; the ledger ends at {self.size}"
                self.report(self.size + 1, what)
            elif not self._gap and roots.get(checkpoint.size) != checkpoint.root:
                what = f"somewhere up to here the ledger is not what its checkpoint of {checkpoint.size} events says"
                self.report(checkpoint.size, what)

    def _compare_event(self, row: "asyncpg.Record") -> None:
        position: int = row["position"]
        if position != self.tree.size + 1 and not self._gap:
            self._gap = True
            self.report(self.tree.size + 1, f"the event is missing; the next one stands at position {position}")
        tags: list[str] = row["tags"]
        if tags != sorted(set(tags)) or not all(map(is_name, tags)):
            self.report(position, "the tags are not such as the ledger writes")
        if self._last_moment is not None and row["recorded_at"] < self._last_moment:
            self.report(position, "recorded before the event that stands in front of it")
        self._last_moment = row["recorded_at"]
        if row["position_of_id"] != position:
            self.report(position, f"the id {row['id']} leads to position {row['position_of_id']}")
        if row["type"] == REDACTED:
            self.announced |= {target for target in map(_redacted_by, tags) if target is not None}
        self._compare_payload(position, row["salt"], row["payload"], row["digest"])
        leaf = encode_leaf(
            position=position,
            id=row["id"],
            type=row["type"],
            schema_version=row["schema_version"],
            recorded_at=row["recorded_at"],
            tags=tags,
            author=row["author"],
            digest=row["digest"],
        )
        if hash_leaf(leaf) != row["leaf_hash"]:
            self.report(position, "the columns of the event are not those that its leaf was computed from")
        # The tree of the stored leaves: each of them has just been compared, and so the tree shows what else differs.
        for node, value in () if self._gap else self.tree.append(row["leaf_hash"]):
            if node.level and node.level % TILE_LEVELS == 0:
                self.nodes[node] = value

    def _compare_payload(self, position: int, salt: bytes | None, payload: bytes | None, digest: bytes) -> None:
        if payload is None and salt is None:
            self.redacted.add(position)
        elif payload is None or salt is None:
            self.report(position, "of payload and salt one is gone; a redaction takes both")
        elif hash_payload(salt, payload) != digest:
            self.report(position, "the payload is not the one that was recorded")

    async def compare_nodes(self) -> None:
        """Compare the stored nodes of every eighth level with the recomputed ones, as far as no event is missing."""
        wrong = dict(self.nodes)
        for row in await self._executor.fetch(statements.AUDIT_NODES, self.tree.size):
            node = Node(row["level"], row["index"])
            if wrong.get(node) == row["hash"]:
                del wrong[node]
        # Where an event under a node is wrong, that is the place; the node only tells of it.
        places = sorted(finding.position for finding in self.findings)
        for node in wrong:
            first, last = (node.index << node.level) + 1, (node.index + 1) << node.level
            if bisect_right(places, last) == bisect_left(places, first):
                self.report(
                    first, f"the stored node at level {node.level}, index {node.index}, is not that of its leaves"
                )

    async def compare_lists(self) -> None:
        """Look for ids and tags that lead to events which do not bear them, or are hidden from who asks by type."""
        foreign = await self._executor.fetchrow(statements.AUDIT_FOREIGN_TAGS, self.size)
        if foreign is not None:
            self.report(foreign[0], f"the position is listed under the tag {foreign[1]!r}, where it does not belong")
        hidden = await self._executor.fetchrow(statements.AUDIT_KINDS, self.size)
        if hidden is not None:
            self.report(hidden[0], f"the kinds kept under the tag {hidden[1]!r} are not those of the events from here")
        foreign = await self._executor.fetchrow(statements.AUDIT_FOREIGN_IDS, self.size)
        if foreign is not None:
            self.report(foreign[0], f"the position is listed under the id {foreign[1]}, which its event does not have")

    def compare_head(self, recorded_at: Any, compact_range: bytes, tagged: int) -> None:  # noqa: ANN401  (or infinity)
        """Compare the head row with the tree and with the last event."""
        if not self._gap and compact_range != self.tree.serialize():
            self.report(self.size, "the head row does not hold the root of the tree that the events make up")
        if self._last_moment is not None and recorded_at != self._last_moment:
            self.report(self.size, "the head row has another time than the last event")
        if tagged > self.size:
            self.report(self.size, f"the head row says that tags lead up to position {tagged}, where no event stands")


def _redacted_by(tag: str) -> int | None:
    prefix = redaction_tag(0)[:-1]
    number = tag.removeprefix(prefix)
    return int(number) if tag.startswith(prefix) and number.isascii() and number.isdigit() else None
