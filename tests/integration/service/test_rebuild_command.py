"""`chancery rebuild` where the database does not do what it is asked."""

from pathlib import Path

import asyncpg

from tests.contract.commands import run_in, shell_environment
from tests.database import TestDatabase


async def test_a_database_that_goes_away_is_named_in_one_line(database: TestDatabase, tmp_path: Path) -> None:
    """Who rebuilds is told what to do, and sees no traceback."""
    environment = shell_environment(CHANCERY_HOME=str(tmp_path), CHANCERY_DATABASE_URL=database.service_url)
    superuser = await asyncpg.connect(database.superuser_url)
    try:
        await superuser.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT 2")
    finally:
        await superuser.close()
    done = run_in(environment, "rebuild", "all")
    assert done.returncode == 1
    *progress, line = done.stderr.decode().splitlines()
    assert all(" of " in each for each in progress), progress
    assert line.startswith("chancery: the database went away during the rebuild: too many connections")
