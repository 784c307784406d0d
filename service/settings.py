"""What the environment sets: every CHANCERY_ variable, its meaning, its default and an example."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec
from msgspec import Meta

from events.errors import ChanceryError
from service.access_settings import AccessSettings

PREFIX = "CHANCERY_"
# What only the test suite reads; it may be set while a command of ours runs.
TEST_PREFIX = "CHANCERY_TEST_"
REMEMBERED_EVENTS = 20_000
"""Events that are kept in memory for the decisions to come, unless it is said otherwise."""


class Secret:
    """A value that neither a log, nor an error, nor a dump shows; ``reveal`` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value itself: to whoever connects or signs with it, to nobody else."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"


class KeySource(Secret):
    """A signing key, or the path of the file that holds it."""

    __slots__ = ()


def _choose_home() -> Path:
    # A home of root's own is closed to the system user that the embedded Postgres then runs as.
    return Path("/var/lib/chancery") if os.geteuid() == 0 else Path.home() / ".local" / "share" / "chancery"


class Settings(AccessSettings, frozen=True, kw_only=True):
    """One field a variable: ``database_url`` is CHANCERY_DATABASE_URL."""

    home: Annotated[
        Path,
        Meta(
            description="Folder of the embedded database. "
            "Default: ~/.local/share/chancery, for root /var/lib/chancery.",
            examples=["/srv/chancery"],
        ),
    ] = msgspec.field(default_factory=_choose_home)
    database_url: Annotated[
        Secret | None,
        Meta(
            description="Postgres 15 or later, as the role chancery_service. "
            "Unset: the embedded Postgres, with its data in CHANCERY_HOME.",
            examples=["postgresql://chancery_service:password@db.example/chancery"],
        ),
    ] = None
    migrate_url: Annotated[
        Secret | None,
        Meta(
            description="The same database as the role that owns its schemas; only what migrates uses it. "
            "Default: CHANCERY_DATABASE_URL, which then needs the owner's rights.",
            examples=["postgresql://chancery_owner:password@db.example/chancery"],
        ),
    ] = None
    pool_size: Annotated[
        int,
        Meta(
            description="Connections that one process may hold to the database, at most. A process that serves keeps "
            "one to hear of appends, and of four or more one for its views.",
            examples=["20"],
            ge=2,
            le=1000,
        ),
    ] = 10
    remembered_events: Annotated[
        int,
        Meta(
            description="Events of the ledger that one process keeps in memory, grouped, for further articles on the "
            "same parties; about 5 kB each. What is not kept is read and grouped anew when it is needed.",
            examples=["100000"],
            ge=0,
            le=10_000_000,
        ),
    ] = REMEMBERED_EVENTS
    lock_timeout: Annotated[
        int,
        Meta(
            description="Seconds that a statement waits for a lock, an append for its turn among others, before it "
            "gives up; an append is tried again.",
            examples=["5"],
            ge=1,
            le=3600,
        ),
    ] = 10
    idle_timeout: Annotated[
        int,
        Meta(
            description="Seconds after which the database drops a connection that is silent within a transaction, or "
            "does not answer on the network: nobody who has vanished holds a lock for longer.",
            examples=["30"],
            ge=1,
            le=3600,
        ),
    ] = 60
    statement_timeout: Annotated[
        int,
        Meta(
            description="Seconds that one statement may take; this process waits a little longer, then takes the "
            "server for lost. 0: for ever. The audit of a very large ledger may need more.",
            examples=["3600"],
            ge=0,
            le=86_400,
        ),
    ] = 600
    host: Annotated[
        str, Meta(description="Address that the HTTP server listens on.", examples=["0.0.0.0"], min_length=1)  # noqa: S104  (an example)
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Meta(
            description="Port that the HTTP server listens on; 0 lets the system choose.",
            examples=["8080"],
            ge=0,
            le=65535,
        ),
    ] = 8000
    signing_key: Annotated[
        KeySource | None,
        Meta(
            description="The Ed25519 key that signs checkpoints: the path of a file made by `chancery audit new-key`, "
            "or what stands in it. Unset: with the embedded database a key in CHANCERY_HOME, made at the first start; "
            "with a database of one's own `chancery serve` refuses to start.",
            examples=["/run/secrets/chancery-signing-key"],
        ),
    ] = None
    former_verifiers: Annotated[
        str | None,
        Meta(
            description="The verifier keys of the keys that signed this ledger before CHANCERY_SIGNING_KEY, separated "
            "by blanks, or the path of a file that holds them: what they signed stays verifiable, and is continued.",
            examples=["press.example/chancery+f082a692+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"],
        ),
    ] = None
    origin: Annotated[
        str,
        Meta(
            description="Name of the log that a new key is made for, as auditors will know it: a host and a path that "
            "are yours, without a scheme. A key carries its own.",
            examples=["press.example/chancery"],
            pattern=r"^[^\s+]+$",
            max_length=255,
        ),
    ] = "localhost/chancery"
    checkpoints: Annotated[
        Path | None,
        Meta(
            description="Folder, outside the database, in which the service keeps the last checkpoint that it signed. "
            "Default: the folder checkpoints in CHANCERY_HOME.",
            examples=["/srv/chancery-checkpoints"],
        ),
    ] = None


class InvalidSetting(ChanceryError):
    """A variable of the environment has a value that it cannot have."""

    problem = "invalid-setting"


class UnknownSetting(ChanceryError):
    """The environment has a CHANCERY_ variable that does not exist."""

    problem = "unknown-setting"


class Variable(msgspec.Struct, frozen=True, kw_only=True):
    """One variable as the reference documents it; ``default`` is None where the field may be unset."""

    name: str
    meaning: str
    default: str | None
    example: str
    secret: bool


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings out of an environment; an empty value counts as unset.

    Raises:
        UnknownSetting: a CHANCERY_ variable that does not exist; the message names the nearest that does.
        InvalidSetting: a value that its variable cannot have; the message gives an example. A secret's value
            is not repeated.

    """
    known = {f"{PREFIX}{field.name.upper()}": field for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name.startswith(TEST_PREFIX):
            continue
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise UnknownSetting(f"{name} is not a setting; the nearest is {near[0]}: rename or unset it")
        if value:
            values[known[name].name] = _read(name, value, known[name])
    if "migrate_url" in values and "database_url" not in values:
        raise InvalidSetting(
            "CHANCERY_MIGRATE_URL is set but CHANCERY_DATABASE_URL is not; set both, or neither to use the embedded one"
        )
    return Settings(**values)


def describe_settings() -> list[Variable]:
    """List every variable, in the order of the fields."""
    described: list[Variable] = []
    for field in msgspec.structs.fields(Settings):
        meta = _find_meta(field)
        unset = field.default is None or field.default is msgspec.NODEFAULT
        described.append(
            Variable(
                name=f"{PREFIX}{field.name.upper()}",
                meaning=meta.description or "",
                default=None if unset else str(field.default),
                example=str((meta.examples or [""])[0]),
                secret=_is_secret(field),
            )
        )
    return described


def _read(name: str, value: str, field: msgspec.structs.FieldInfo) -> Any:  # noqa: ANN401  (of the field's type)
    try:
        read = msgspec.convert(value, field.type, strict=False, dec_hook=_build)
    except (msgspec.ValidationError, ValueError) as error:
        example = (_find_meta(field).examples or [""])[0]
        shown = "its value" if _is_secret(field) else repr(value)
        raise InvalidSetting(f"{name}: {shown} will not do ({error}); for example {name}={example}") from None
    return read


def _build(kind: type, value: Any) -> Any:  # noqa: ANN401  (msgspec's hook)
    if kind is Path:
        return Path(value).expanduser().absolute()
    if kind is KeySource:
        return KeySource(str(value))
    if kind is Secret:
        if not str(value).startswith(("postgresql://", "postgres://")):
            raise ValueError("a URL that starts with postgresql:// is needed")
        return Secret(value)
    raise NotImplementedError(kind)


def _find_meta(field: msgspec.structs.FieldInfo) -> Meta:
    return next(argument for argument in get_args(field.type) if isinstance(argument, Meta))


def _is_secret(field: msgspec.structs.FieldInfo) -> bool:
    return any(isinstance(kind, type) and issubclass(kind, Secret) for kind in get_args(get_args(field.type)[0]))
