"""What the doctor says of one thing."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

State = Literal["fine", "warning", "wrong"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    about: Annotated[str, Meta(description="What was looked at: database, role, migrations, ...")]
    state: Annotated[State, Meta(description="warning: it works, and may not for long; wrong: it does not.")]
    said: Annotated[str, Meta(description="What was found.")]
    mend: Annotated[str | None, Meta(description="What to do; null where nothing need be done.")] = None


def fine(about: str, said: str) -> Finding:
    """Nothing need be done."""
    return Finding(about=about, state="fine", said=said)


def warning(about: str, said: str, mend: str) -> Finding:
    """It works, and may not for long."""
    return Finding(about=about, state="warning", said=said, mend=mend)


def wrong(about: str, said: str, mend: str) -> Finding:
    """It does not work."""
    return Finding(about=about, state="wrong", said=said, mend=mend)
