"""The doctor finds what is wrong, names it, says what mends it, and changes nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest

from migrations.runner import versions
from projections.views import VIEWS
from service.app import open_service
from service.doctor import Finding, examine
from service.doctor.around import LITTLE, TOO_LITTLE
from service.settings import KeySource, Secret, Settings
from tests.database import TestDatabase
from tests.integration.service.conftest import KEY, settings_of

ENOUGH = 100 * LITTLE


async def look(settings: Settings, *, skew: float = 0, free: int = ENOUGH) -> dict[str, Finding]:
    """Examine, and give what was found by what it is about; the worst of each."""
    order = ("fine", "warning", "wrong")
    found: dict[str, Finding] = {}
    clock = timedelta(seconds=skew)
    async for each in examine(settings, now=lambda: datetime.now(UTC) + clock, free=lambda _: free):
        assert (each.mend is None) == (each.state == "fine"), each
        if each.about not in found or order.index(each.state) > order.index(found[each.about].state):
            found[each.about] = each
    return found


def unwell(found: dict[str, Finding]) -> dict[str, str]:
    """Give what is not fine, with its state."""
    return {about: each.state for about, each in found.items() if each.state != "fine"}


async def test_a_healthy_installation_is_fine_throughout(database: TestDatabase, tmp_path: Path) -> None:
    """Every part is looked at and nothing is to be done; before the first start only the views are not there yet."""
    settings = settings_of(database, tmp_path)
    assert unwell(await look(settings)) == {"views": "warning"}
    async with open_service(settings):
        pass
    found = await look(settings)
    assert unwell(found) == {}
    assert set(found) == {
        *("reading", "signing key", "checkpoints", "disk", "database", "clock", "migrations", "role"),
        *("views", "parked", "keys", "feeds"),
    }


async def test_a_database_that_does_not_answer(database: TestDatabase, tmp_path: Path) -> None:
    """It is named without its password, and nothing is said of what would be in it."""
    away = Secret("postgresql://chancery_service:correct-horse@127.0.0.1:1/nothing")
    found = await look(msgspec.structs.replace(settings_of(database, tmp_path), database_url=away))
    assert unwell(found) == {"database": "wrong"}
    assert "127.0.0.1:1" in found["database"].said
    assert "correct-horse" not in str(found)
    assert "migrations" not in found


async def test_a_database_behind_on_migrations(empty_database: TestDatabase, tmp_path: Path) -> None:
    """Each that is missing is named, with the command that applies them."""
    found = await look(settings_of(empty_database, tmp_path))
    assert unwell(found) == {"migrations": "wrong"}
    assert all(each in found["migrations"].said for each in versions())
    assert "chancery migrate" in (found["migrations"].mend or "")


@pytest.mark.parametrize("role", ["owner_url", "superuser_url"])
async def test_a_role_that_may_too_much(database: TestDatabase, tmp_path: Path, role: str) -> None:
    """To serve as the owner or as a superuser leaves the ledger unprotected, and is wrong."""
    url = Secret(getattr(database, role))
    found = await look(msgspec.structs.replace(settings_of(database, tmp_path), database_url=url))
    assert found["role"].state == "wrong"
    assert "chancery_service" in (found["role"].mend or "")


async def test_a_role_that_may_too_little(database: TestDatabase, tmp_path: Path) -> None:
    """A right that was taken away is missed, and named."""
    owner = await asyncpg.connect(database.owner_url)
    for right, named in (("SELECT ON access.key", "reads keys"), ("USAGE ON SCHEMA access", "reads keys")):
        await owner.execute(f"REVOKE {right} FROM chancery_service")
        found = await look(settings_of(database, tmp_path))
        assert {about for about, state in unwell(found).items() if state == "wrong"} == {"role"}
        assert named in found["role"].said
    await owner.close()


@pytest.mark.parametrize(("skew", "state"), [(10, "warning"), (-10, "warning"), (3600, "wrong"), (-3600, "wrong")])
async def test_a_clock_that_differs(database: TestDatabase, tmp_path: Path, skew: float, state: str) -> None:
    """Some seconds are worth a look, more are wrong, on either side."""
    found = await look(settings_of(database, tmp_path), skew=skew)
    assert found["clock"].state == state
    assert "NTP" in (found["clock"].mend or "")


async def test_a_disk_that_fills_up(database: TestDatabase, tmp_path: Path) -> None:
    """Little room is worth a look, hardly any is wrong."""
    settings = settings_of(database, tmp_path)
    assert (await look(settings, free=LITTLE - 1))["disk"].state == "warning"
    assert (await look(settings, free=TOO_LITTLE - 1))["disk"].state == "wrong"


async def test_parked_events_and_views_of_another_fold(database: TestDatabase, tmp_path: Path) -> None:
    """Parked keys are counted and their problem told; a view that another version of its fold filled is named."""
    settings = settings_of(database, tmp_path)
    name = VIEWS[0].name
    async with open_service(settings) as service:
        await service.pool.execute(
            "INSERT INTO views.parked (view, version, position, event, keys, problem) "
            "SELECT name, version, 1, 'e', ARRAY['a', 'b'], 'no such kind' FROM views.view WHERE name = $1",
            name,
        )
        await service.pool.execute("UPDATE views.view SET fold = fold + 1 WHERE name = $1", name)
    found = await look(settings)
    assert unwell(found) == {"views": "wrong", "parked": "wrong"}
    assert f"{name}: 1 events of 2 keys (no such kind)" in found["parked"].said
    assert "chancery retry" in (found["parked"].mend or "")
    assert name in found["views"].said
    assert "chancery rebuild" in (found["views"].mend or "")


async def test_a_key_that_is_missing_or_no_key(database: TestDatabase, tmp_path: Path) -> None:
    """Without a signing key the service would not start; what is no key is told from one."""
    settings = settings_of(database, tmp_path)
    missing = await look(msgspec.structs.replace(settings, signing_key=None))
    assert missing["signing key"].state == "wrong"
    assert "chancery audit new-key" in (missing["signing key"].mend or "")
    bad = await look(msgspec.structs.replace(settings, signing_key=KeySource(f"{KEY.reveal()}x")))
    assert bad["signing key"].state == "wrong"
    assert KEY.reveal() not in str(bad)


async def test_nobody_may_write(database: TestDatabase, tmp_path: Path) -> None:
    """Where keys are needed and none stands, that is worth a look."""
    settings = msgspec.structs.replace(settings_of(database, tmp_path), host="0.0.0.0")  # noqa: S104
    found = await look(settings)
    assert found["keys"].state == "warning"
    assert "chancery keys create" in (found["keys"].mend or "")
