"""A connection whose request does not come whole is closed: uvicorn itself waits for the head of a request for ever.

So it does for the rest of a body that was answered before it was whole.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class PunctualProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, for clients that are silent for at most ``seconds`` while nothing is answered."""

    seconds = 60.0
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Wait for the first request."""
        super().connection_made(transport)
        self._closing = self.loop.call_later(self.seconds, self._close)

    def data_received(self, data: bytes) -> None:
        """Wait anew where there is nothing to answer yet; between two requests it is uvicorn that waits."""
        super().data_received(data)
        self._forget()
        if self._is_unasked() and not self.transport.is_closing():
            self._closing = self.loop.call_later(self.seconds, self._close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._forget()
        super().connection_lost(exc)

    def _forget(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _close(self) -> None:
        self._closing = None
        if self._is_unasked():
            self.transport.close()

    def _is_unasked(self) -> bool:
        # Between requests, or in a body that was answered without it; uvicorn has no cycle before the first head.
        return self.conn.their_state is h11.IDLE or bool(self.cycle and self.cycle.response_complete)


def allow_silence(seconds: float) -> type[PunctualProtocol]:
    """The protocol for clients that may be silent for so many seconds."""
    return type("PunctualProtocol", (PunctualProtocol,), {"seconds": seconds})
