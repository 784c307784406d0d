"""What the doctor looks at inside the database: its clock, the role, the views."""

from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from functools import cache
from importlib.resources import files

import asyncpg

from projections.view import GROUND
from projections.views import VIEWS
from service.database import SERVICE
from service.doctor.finding import Finding, fine, warning, wrong

SKEW = 2.0
"""Seconds by which the clocks may differ unnoticed."""
TOO_MUCH_SKEW = 60.0
LATE = 60.0
"""Seconds after which a view that has not folded what was recorded is not just busy."""


async def check_clock(connection: "asyncpg.Connection[asyncpg.Record]", now: Callable[[], datetime]) -> Finding:
    """How the database's clock, which dates what is recorded, stands to the one here."""
    before = now()
    there: datetime = await connection.fetchval("SELECT clock_timestamp()")
    after = now()
    # It answered somewhere between the two.
    skew = max((there - after).total_seconds(), (before - there).total_seconds(), 0.0)
    if skew < SKEW:
        return fine("clock", "the database's clock agrees with the one here")
    said = f"the database's clock differs from the one here by {skew:.0f} s; what is recorded is dated by the former"
    mend = "let both machines keep their time by NTP"
    return wrong("clock", said, mend) if skew >= TOO_MUCH_SKEW else warning("clock", said, mend)


async def check_role(connection: "asyncpg.Connection[asyncpg.Record]") -> Finding:
    """Whether the role of the service has the rights that it needs, and none that it must not have."""
    row = await connection.fetchrow(_sql("role"))
    if row is None:
        return wrong("role", "the database does not say who is connected", "look at its log")
    mend = f"let CHANCERY_DATABASE_URL name the role {SERVICE}, and CHANCERY_MIGRATE_URL the one that owns the schemas"
    lacks = [name for name in ("reads", "appends", "keeps_views", "reads_keys") if not row[name]]
    if lacks:
        said = " and ".join(name.replace("_", " ") for name in lacks)
        return wrong("role", f"the role {row['name']} lacks a right: it should be one that {said}", mend)
    if row["superuser"] or row["owns_ledger"]:
        why = "is a superuser" if row["superuser"] else "owns the ledger"
        return wrong(
            "role", f"the role {row['name']} {why}: nothing keeps the service from changing what was recorded", mend
        )
    return fine("role", f"the role {row['name']} reads and appends, and can change nothing that was recorded")


async def check_views(connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncGenerator[Finding]:
    """Whether the views are there, of this code's folds, level with the ledger, and without parked events."""
    rows = {row["name"]: row for row in await connection.fetch(_sql("views"))}
    missing = [view.name for view in VIEWS if view.name not in rows]
    if missing:
        yield warning(
            "views",
            f"there is no {', '.join(missing)} yet" if rows else "no view was made yet",
            "start the service once (`chancery serve`), which makes them",
        )
    other = [f"{view.name} ({rows[view.name]['fold']}, here {view.fold})" for view in (GROUND, *VIEWS)
             if view.name in rows and rows[view.name]["fold"] != view.fold]  # fmt: skip
    if other:
        yield wrong(
            "views",
            f"filled by another version of their fold, and standing still: {', '.join(other)}",
            "run `chancery rebuild all`, which builds them beside the old ones and shows what differs, "
            "then `chancery rebuild all --accept`",
        )
    late = [
        f"{name} by {row['behind']} events" for name, row in rows.items() if row["behind"] and row["seconds"] > LATE
    ]
    if late and not other:
        yield wrong(
            "views",
            f"behind the ledger for more than {LATE:.0f} s: {', '.join(late)}",
            "start `chancery serve`, or restart it where it runs: its log says why a view has stopped",
        )
    if rows and not (missing or other or late):
        yield fine("views", f"{len(rows)} sets of tables, level with the ledger")
    parked = await connection.fetch(_sql("parked"))
    if not parked:
        yield fine("parked", "no event is set aside")
        return
    told = "; ".join(
        f"{row['view']}: {row['events']} events of {row['keys']} keys ({row['problem']})" for row in parked
    )
    yield wrong(
        "parked",
        f"events could not be folded, and later ones of the same keys wait: {told}",
        "mend the fold or correct the event, then run `chancery retry`",
    )


def _sql(name: str) -> str:
    return _statements()[name]


@cache
def _statements() -> dict[str, str]:
    text = files("service.doctor").joinpath("inside.sql").read_text(encoding="utf-8")
    return dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])
