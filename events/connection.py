"""What asyncpg raises where the database does not do what it was asked: one name for whoever tries again."""

from typing import Final

import asyncpg

ENDED: Final = (
    ConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # Of a connection that the server ended while nobody used it, at its next use.
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
)
"""What a server makes the driver raise that ends connections, or takes none; other sockets raise some of it."""

AWAY: Final = (OSError, *ENDED)
"""The connection is lost, or the server is away, starting, stopping or full: the same may succeed a moment later."""

LOST: Final = (*AWAY, asyncpg.PostgresError)
"""Whatever a database raises that does not answer as it should, for those who can only log it and try again."""
