"""What goes wrong when something is fetched: each error names the address and says what to do next."""

from typing import ClassVar

from events.errors import ChanceryError


class NotFetched(ChanceryError):
    """An address that could not be fetched; ``transient`` where another try may succeed."""

    problem = "not-fetched"
    transient: ClassVar[bool] = False


class InvalidReach(ChanceryError):
    """The settings of what may be fetched cannot be read."""

    problem = "invalid-setting"


class RefusedAddress(NotFetched):
    """An address that is never fetched: another scheme or port, a password in it, or a network that is not public."""

    problem = "refused-address"


class UnknownHost(NotFetched):
    """A host name that nobody resolves."""

    problem = "unknown-host"
    transient: ClassVar[bool] = True


class Unreachable(NotFetched):
    """No connection, or one that broke."""

    problem = "unreachable"
    transient: ClassVar[bool] = True


class TooSlow(NotFetched):
    """The answer did not come whole in the time that it may take."""

    problem = "too-slow"
    transient: ClassVar[bool] = True


class TooManyRedirects(NotFetched):
    """The server sends from one address to the next, without end."""

    problem = "too-many-redirects"


class BodyTooLarge(NotFetched):
    """The body is over the limit, as sent or after decompression."""

    problem = "body-too-large"


class BrokenAnswer(NotFetched):
    """The answer is not HTTP, or its body is not what its headers say."""

    problem = "broken-answer"


class RefusedByRobots(NotFetched):
    """The host's robots.txt does not let us fetch this."""

    problem = "refused-by-robots"


class NotGiven(NotFetched):
    """The server answers that it does not give this."""

    problem = "not-given"

    def __init__(self, url: str, status: int) -> None:
        """Name the address and the status, and say what it may mean."""
        hints = {
            401: "it wants a password, and none is ever sent",
            403: "it refuses us; ask its owner",
            404: "correct the address",
            410: "it is gone for good: remove it",
        }
        super().__init__(f"{url} answers {status}; {hints.get(status, 'open it in a browser to see why')}")
        self.status = status


class TryLater(NotFetched):
    """The server asks to come back later, or has failed; ``wait`` is what it asks for, in seconds."""

    problem = "try-later"
    transient: ClassVar[bool] = True

    def __init__(self, url: str, status: int, wait: float | None) -> None:
        """Name the address, the status and how long to wait."""
        when = "later" if wait is None else f"in {wait:.0f} s, as it asks"
        super().__init__(f"{url} answers {status}; try again {when}")
        self.status = status
        self.wait = wait


class RobotsUnknown(NotFetched):
    """The host's robots.txt cannot be read, so that nothing may be fetched there."""

    problem = "robots-unknown"
    transient: ClassVar[bool] = True


class NotAFeed(NotFetched):
    """What was fetched is no feed."""

    problem = "not-a-feed"


class NotAPage(NotFetched):
    """What was fetched is no page with an article."""

    problem = "not-a-page"
