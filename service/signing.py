"""The key that signs checkpoints: where it is kept, who makes it, and who may read it."""

import os
import stat
import tempfile
from pathlib import Path

import structlog

from events.errors import ChanceryError, InvalidKey
from events.merkle.note import PRIVATE, SigningKey, VerifierKey
from service.settings import Settings

KEY_FILE = "signing-key"
"""The key of the embedded database, in CHANCERY_HOME."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NoSigningKey(ChanceryError):
    """There is no key to sign checkpoints with: make one with `chancery audit new-key` and set CHANCERY_SIGNING_KEY."""

    problem = "no-signing-key"


class BadKeyFile(ChanceryError):
    """The file of a signing key cannot be read, cannot be written, or is open to others."""

    problem = "bad-key-file"


def find_key(settings: Settings) -> SigningKey | None:
    """The key that the settings name, or the one that the embedded database has; None where there is none.

    Raises:
        InvalidKey: what is there is not a signing key; the message repeats nothing of it.
        BadKeyFile: the file cannot be read, or is the embedded database's and others may read it.

    """
    if settings.signing_key is not None:
        given = settings.signing_key.reveal().strip()
        if given.startswith(PRIVATE):
            return _parse(given, "CHANCERY_SIGNING_KEY")
        # A secret that is mounted is often open within its container: its permissions are not ours to judge.
        return _read(Path(given).expanduser().absolute())
    file = settings.home / KEY_FILE
    if settings.database_url is not None or not file.exists():
        return None
    mode = file.stat().st_mode
    if mode & OTHERS:
        raise BadKeyFile(
            f"{file} is open to other users ({stat.filemode(mode)}); close it with `chmod 600 {file}`, or, if somebody "
            "may have read it, put it away and give the auditors the verifier key of a new one"
        )
    return _read(file)


def prepare_key(settings: Settings) -> SigningKey | None:
    """The key to sign with: as ``find_key``, but the embedded database is given one at its first start.

    None for a database of one's own without CHANCERY_SIGNING_KEY.

    Raises:
        InvalidKey, BadKeyFile: as ``find_key``, or a new one cannot be written.

    """
    key = find_key(settings)
    if key is not None or settings.database_url is not None:
        return key
    file = settings.home / KEY_FILE
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadKeyFile(f"{settings.home} cannot be made: {error}; set CHANCERY_HOME to a folder that can") from error
    made = SigningKey.generate(settings.origin)
    if write_key(made, file):
        _log.warning(
            "a signing key was made; give its verifier key to whoever is to check this ledger",
            file=str(file),
            verifier=str(made.verifier),
        )
        return made
    # Another process that started at the same time was quicker.
    return find_key(settings)


def require_key(settings: Settings) -> SigningKey:
    """The key to sign with, as ``prepare_key`` finds or makes it.

    Raises:
        NoSigningKey: a database of one's own, and CHANCERY_SIGNING_KEY is not set.
        InvalidKey, BadKeyFile: as ``prepare_key``.

    """
    key = prepare_key(settings)
    if key is None:
        raise NoSigningKey(
            "CHANCERY_DATABASE_URL is set but CHANCERY_SIGNING_KEY is not, and what nobody signs nobody can check; "
            "make a key with `chancery audit new-key FILE --origin YOUR.HOST/NAME` and set CHANCERY_SIGNING_KEY to FILE"
        )
    return key


def find_former(settings: Settings) -> tuple[VerifierKey, ...]:
    """The verifier keys of the keys that signed before the one of today.

    Raises:
        InvalidKey: CHANCERY_FORMER_VERIFIERS holds or names something else.
        BadKeyFile: the file that it names cannot be read.

    """
    given = settings.former_verifiers
    if given is None:
        return ()
    # A verifier key has two plus signs at least, a path hardly ever.
    text = given if given.count("+") > 1 else _read_text(Path(given).expanduser().absolute(), "verifier keys")
    try:
        return tuple(VerifierKey.parse(each) for each in text.split())
    except InvalidKey as error:
        raise InvalidKey(
            f"CHANCERY_FORMER_VERIFIERS: {error}; give verifier keys as `chancery audit new-key` told them"
        ) from None


def find_verifiers(settings: Settings) -> tuple[VerifierKey, ...]:
    """The keys that may have signed this ledger: of the signing key that is here, if any, and the former ones."""
    key = find_key(settings)
    return (*(() if key is None else (key.verifier,)), *find_former(settings))


def write_key(key: SigningKey, file: Path) -> bool:
    """Write a key to a new file that only its owner may read; False where a file of that name is there already.

    Raises:
        BadKeyFile: it cannot be written.

    """
    try:
        # mkstemp gives 0600 whatever the umask; the link is made whole or not at all.
        handle, unfinished = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as opened:
                opened.write(f"{key.reveal()}\n")
                opened.flush()
                os.fsync(opened.fileno())
            os.link(unfinished, file)
        finally:
            Path(unfinished).unlink()
    except FileExistsError:
        return False
    except OSError as error:
        raise BadKeyFile(f"the key cannot be written to {file}: {error}; name a file that can be") from error
    return True


def _read(file: Path) -> SigningKey:
    text = _read_text(file, "signing key", "; name a file that `chancery audit new-key` made")
    return _parse(text.strip(), str(file))


def _read_text(file: Path, what: str, remedy: str = "; name a file with one on each line") -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text in ASCII"
        raise BadKeyFile(f"the {what} cannot be read from {file}: {reason}{remedy}") from None


def _parse(text: str, source: str) -> SigningKey:
    try:
        return SigningKey.parse(text)
    except InvalidKey as error:
        raise InvalidKey(f"{source}: {error}; `chancery audit new-key` makes one") from None
