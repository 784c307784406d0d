"""The socket that the service listens on."""

import socket

import pytest

from service.cli.keeping import CannotListen, bind


def test_answers_are_sent_at_once() -> None:
    """What the service sends on a connection is not held back until the client acknowledges what came before."""
    with (
        bind("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_in_use_is_named() -> None:
    """Whoever listens where another does is told the address, and what to do."""
    with bind("127.0.0.1", 0) as listening:
        host, port = listening.getsockname()
        with pytest.raises(CannotListen, match=f"{host}:{port} .*--port"):
            bind(host, port)
