"""What the doctor looks at outside the database: signing key, checkpoints, disk, telemetry."""

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from events.errors import ChanceryError
from service.checkpoints import checkpoint_folder
from service.doctor.finding import Finding, fine, warning, wrong
from service.extract import describe_build
from service.settings import Settings
from service.signing import find_former, find_key

LITTLE = 1024**3
"""Free bytes below which a disk will soon be full."""
TOO_LITTLE = 100 * 1024**2
"""Free bytes below which nothing should be written."""


def check_key(settings: Settings) -> Finding:
    """Whether there is a key to sign checkpoints with."""
    try:
        key = find_key(settings)
        find_former(settings)
    except ChanceryError as error:
        return wrong("signing key", str(error), "set CHANCERY_SIGNING_KEY to a file made by `chancery audit new-key`")
    if key is not None:
        return fine("signing key", f"checkpoints are checked with {key.verifier}")
    if settings.database_url is None:
        return fine("signing key", f"none yet; the first start makes one in {settings.home}")
    return wrong(
        "signing key",
        "CHANCERY_DATABASE_URL is set and CHANCERY_SIGNING_KEY is not: the service will not start",
        "make a key with `chancery audit new-key FILE --origin YOUR.HOST/NAME`, and set CHANCERY_SIGNING_KEY to FILE",
    )


def check_checkpoints(settings: Settings) -> Finding:
    """Whether checkpoints can be kept outside the database."""
    folder = checkpoint_folder(settings)
    there = find_there(folder)
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return fine("checkpoints", f"they are kept in {folder}")
    return wrong(
        "checkpoints",
        f"{folder} cannot be written by this user",
        "make it writable, or name another folder, outside the database, in CHANCERY_CHECKPOINTS",
    )


def check_disk(settings: Settings, free: Callable[[Path], int]) -> Iterator[Finding]:
    """How much room is left for the embedded database and for checkpoints."""
    folders = dict.fromkeys(find_there(folder) for folder in (settings.home, checkpoint_folder(settings)))
    for folder in folders:
        try:
            left = free(folder)
        except OSError as error:
            yield wrong("disk", f"{folder} cannot be looked at: {error.strerror or error}", "correct CHANCERY_HOME")
            continue
        said = f"{left / 1024**3:.1f} GiB are free for {folder}"
        mend = "make room, or move CHANCERY_HOME to a larger disk; the ledger only grows"
        if left < TOO_LITTLE:
            yield wrong("disk", said, mend)
        elif left < LITTLE:
            yield warning("disk", said, mend)
        else:
            yield fine("disk", said)


def check_engine() -> Finding:
    """Which build of the reading engine this is; either reads the same."""
    return fine("reading", f"the engine is {describe_build()}")


def check_telemetry(settings: Settings) -> Iterator[Finding]:
    """Whether traces, where they are asked for, can be sent."""
    if settings.telemetry_endpoint is None:
        return
    if find_spec("opentelemetry") is not None and find_spec("opentelemetry.sdk") is not None:
        yield fine("telemetry", f"traces go to {settings.telemetry_endpoint}")
        return
    yield wrong(
        "telemetry",
        "CHANCERY_TELEMETRY_ENDPOINT is set, but OpenTelemetry is not installed",
        "pip install 'chancery[telemetry]', or unset it",
    )


def find_there(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())
