"""The shapes of what stands between two parties: sanctions, memberships, envoys, embassies, military support."""

from typing import Annotated, Literal

from msgspec import Meta

from projections.public.shapes import Asked, Fact, Next, Party, Position, Shape

SanctionsStatus = Literal["in_force", "lifted", "planned", "unobserved"]
MembershipStatus = Literal["member", "suspended", "notified", "left", "expelled", "planned", "unobserved"]
EnvoyStatus = Literal["accredited", "recalled", "expelled", "planned", "unobserved"]
EmbassyStatus = Literal["open", "closed", "planned", "unobserved"]
Credentials = Literal["appointed", "credentials", "returned"]
MilitaryStatus = Literal["provided", "ended", "planned", "unobserved"]


class Line(Shape, frozen=True, kw_only=True):
    """What one party does to another, on one day."""

    since: Annotated[
        str | None,
        Meta(description="The day from which the status counts without a break; null: nothing firm is known."),
    ]
    in_force: Annotated[tuple[Fact, ...], Meta(description="The acts by which something stands, the latest first.")]
    planned: Annotated[tuple[Fact, ...], Meta(description="What is to come or has begun; it decides nothing.")]
    last_acts: Annotated[tuple[Fact, ...], Meta(description="The latest acts of all, at most 20; hearsay too.")]
    acts: Annotated[int, Meta(description="How many acts are known.")]


class LinePage(Shape, frozen=True, kw_only=True):
    """Lines in alphabetical order of the parties."""

    next: Next
    times: Asked
    position: Position


class Sanctions(Line, frozen=True, kw_only=True):
    """The sanctions, embargoes and border closures of one party against another."""

    source: Annotated[Party, Meta(description="Who imposes them.")]
    target: Annotated[Party, Meta(description="On whom.")]
    status: Annotated[SanctionsStatus, Meta(description="On the day asked about.")]


class SanctionsPage(LinePage, frozen=True, kw_only=True):
    """Sanctions in alphabetical order of source and target."""

    items: tuple[Sanctions, ...]


class Membership(Line, frozen=True, kw_only=True):
    """A state in an organisation."""

    state: Annotated[Party, Meta(description="The state (or organisation) that is or was a member.")]
    organisation: Annotated[Party, Meta(description="The organisation.")]
    status: Annotated[
        MembershipStatus,
        Meta(
            description="On the day asked about; notified: its withdrawal is announced to the organisation, not done."
        ),
    ]
    readmitted: Annotated[bool, Meta(description="Whether it is a member again after having been suspended or out.")]


class MembershipPage(LinePage, frozen=True, kw_only=True):
    """Memberships in alphabetical order of state and organisation."""

    items: tuple[Membership, ...]


class Envoys(Line, frozen=True, kw_only=True):
    """The ambassador of one party to another, and what befell its envoys there."""

    sender: Annotated[Party, Meta(description="Whose ambassador.")]
    host: Annotated[Party, Meta(description="To whom.")]
    status: Annotated[EnvoyStatus, Meta(description="On the day asked about.")]
    ambassador: Annotated[str | None, Meta(description="The present ambassador; null: none, or not named.")]
    credentials: Annotated[
        Credentials | None,
        Meta(description="How far the present ambassador's accreditation is told; null: not told."),
    ]
    summoned: Annotated[tuple[Fact, ...], Meta(description="When the host summoned the ambassador, at most 20.")]


class EnvoyPage(LinePage, frozen=True, kw_only=True):
    """Envoys in alphabetical order of sender and host."""

    items: tuple[Envoys, ...]


class Embassy(Line, frozen=True, kw_only=True):
    """The embassies and consulates of one party with another."""

    owner: Annotated[Party, Meta(description="Whose embassy.")]
    host: Annotated[Party, Meta(description="Where.")]
    status: Annotated[EmbassyStatus, Meta(description="On the day asked about; only what was done decides.")]


class EmbassyPage(LinePage, frozen=True, kw_only=True):
    """Embassies in alphabetical order of owner and host."""

    items: tuple[Embassy, ...]


class MilitarySupport(Line, frozen=True, kw_only=True):
    """Troops, arms and training of one party for another."""

    provider: Annotated[Party, Meta(description="Who gives the support.")]
    recipient: Annotated[Party, Meta(description="For whom.")]
    status: Annotated[
        MilitaryStatus, Meta(description="On the day asked about; an end that names goods ends those alone.")
    ]
    goods: Annotated[tuple[str, ...], Meta(description="What was given and not ended: troops, arms, aircraft, ...")]
    via: Annotated[tuple[str, ...], Meta(description="The companies or private forces through which it was given.")]


class MilitaryPage(LinePage, frozen=True, kw_only=True):
    """Military support in alphabetical order of provider and recipient."""

    items: tuple[MilitarySupport, ...]
