"""Fetching from servers that try each trick, over real sockets."""

import asyncio
import gzip
import re
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import brotli  # pyright: ignore[reportMissingTypeStubs]
import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.ingest.addresses import Address, read_reach
from service.ingest.fetch import Fetched, Fetcher, Limits
from service.ingest.fetch_errors import (
    BodyTooLarge,
    BrokenAnswer,
    NotFetched,
    RefusedAddress,
    TooManyRedirects,
    TooSlow,
    UnknownHost,
    Unreachable,
)
from tests.tricks import Request, Server, hold, reply, serve

LIMITS = Limits(largest=100_000, seconds=5, redirects=3)
MUCH = 100_000_000


async def fetch(server: Server, url: str, *, allow: str = "127.0.0.1", limits: Limits = LIMITS) -> Fetched:
    """Fetch as somebody for whom 127.0.0.1 is an intranet."""
    reach = read_reach(schemes="http https", ports=f"80 443 {server.port}", allow=allow)
    async with Fetcher(reach, limits, agent="chancery-tests") as fetcher:
        return await fetcher.fetch(url)


async def test_a_page_is_fetched_whole(server: Server) -> None:
    """Status, headers and body arrive; the server is told who asks and by which name it was asked."""
    server.answers["/a%20b?q=1"] = reply("Bonjour é")
    fetched = await fetch(server, f"{server.url}/a b?q=1#top")
    assert (fetched.status, fetched.body.decode(), fetched.media_type, fetched.charset) == (
        200,
        "Bonjour é",
        "text/html",
        "utf-8",
    )
    headers = server.asked[0].headers
    assert headers["user-agent"] == "chancery-tests"
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert "cookie" not in headers
    assert "authorization" not in headers


async def test_an_address_of_this_machine_is_refused_unless_it_is_allowed(server: Server) -> None:
    """By number, by name, in any notation: nothing is asked of a server that is not public."""
    server.answers["/"] = reply("secret")
    for host in (
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ):
        with pytest.raises(RefusedAddress, match="CHANCERY_FETCH_ALLOW"):
            await fetch(server, f"http://{host}:{server.port}/", allow="")
    assert server.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://10.0.0.1/",
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "//169.254.169.254/",
        "file:///etc/passwd",
        "ftp://press.example/",
        "gopher://127.0.0.1/",
        "http://kim:hidden@127.0.0.1/",
        "http://127.0.0.1:22/",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
async def test_a_redirect_is_checked_as_the_first_address(server: Server, target: str) -> None:
    """A server that is allowed cannot lead to one that is not, to another scheme, or to another port."""
    server.answers["/"] = reply("", status=302, location=target)
    with pytest.raises(RefusedAddress):
        await fetch(server, f"{server.url}/")
    assert server.paths() == ["/"]


async def test_redirects_are_followed_up_to_a_number(server: Server) -> None:
    """Relative and whole targets are followed, the last address is told; a circle ends in an error."""
    server.answers["/1"] = reply("", status=301, location="2?x=1")
    server.answers["/2?x=1"] = reply("", status=307, location=f"{server.url}/3")
    server.answers["/3"] = reply("there")
    assert (await fetch(server, f"{server.url}/1")).url == f"{server.url}/3"
    server.answers["/round"] = reply("", status=302, location="/round")
    with pytest.raises(TooManyRedirects, match="3 redirects"):
        await fetch(server, f"{server.url}/round")


async def test_a_name_that_changes_its_mind_leads_nowhere_else(server: Server) -> None:
    """A name resolved to an allowed address first and to another later is connected to at the one that was checked."""
    server.answers["/"] = reply("told")
    answers = [[ip_address("127.0.0.1")], [ip_address("127.0.0.9")]]
    asked: list[str] = []

    async def rebind(host: str, port: int) -> list[Address]:  # noqa: ARG001
        asked.append(host)
        return list(answers[min(len(asked), len(answers)) - 1])

    reach = read_reach(schemes="http", ports=str(server.port), allow="127.0.0.1")
    url = f"http://rebind.example:{server.port}/"
    async with Fetcher(reach, LIMITS, agent="chancery-tests", resolve=rebind) as fetcher:
        assert (await fetcher.fetch(url)).body == b"told"
        assert (asked, server.asked[0].to) == (["rebind.example"], "127.0.0.1")
        assert server.asked[0].headers["host"] == f"rebind.example:{server.port}"
        with pytest.raises(RefusedAddress, match=re.escape("127.0.0.9")):
            await fetcher.fetch(url)
    assert len(server.asked) == 1


async def test_too_much_is_let_go_of(server: Server) -> None:
    """A body that announces too much is not read; one that does not is cut off, whatever its length says."""
    server.answers["/told"] = reply("x", content_length=str(MUCH))
    with pytest.raises(BodyTooLarge, match=str(MUCH)):
        await fetch(server, f"{server.url}/told")
    sent = 0

    async def pour(request: Request, writer: asyncio.StreamWriter) -> None:  # noqa: ARG001
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while sent < MUCH:
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    server.answers["/untold"] = pour
    with pytest.raises(BodyTooLarge):
        await fetch(server, f"{server.url}/untold")
    assert sent < MUCH


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_a_bomb_does_not_burst(server: Server, encoding: str) -> None:
    """A small body that unpacks to hundreds of megabytes is refused at the limit."""
    zeros = b"\0" * MUCH
    pack: Any = brotli.compress  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    packed: bytes = gzip.compress(zeros) if encoding == "gzip" else pack(zeros, quality=1)
    server.answers["/"] = reply(packed, content_encoding=encoding)
    with pytest.raises(BodyTooLarge, match="unpacked"):
        await fetch(server, f"{server.url}/", limits=msgspec.structs.replace(LIMITS, largest=1_000_000, seconds=20))


async def test_a_server_that_dawdles_is_left(server: Server) -> None:
    """One answer has one time: neither silence nor a byte now and then keeps us longer."""

    async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
        if request.path == "/headers":
            await asyncio.sleep(30)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.answers["/headers"] = server.answers["/body"] = drip
    for path in ("headers", "body"):
        with pytest.raises(TooSlow, match="CHANCERY_FETCH_TIMEOUT"):
            await fetch(server, f"{server.url}/{path}", limits=msgspec.structs.replace(LIMITS, seconds=0.5))


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: minus\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 500_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        b"",
    ],
)
async def test_an_answer_that_is_no_http_is_an_error(server: Server, answer: bytes) -> None:
    """Broken, contradictory, endless or missing headers and cut bodies are errors that name the address."""
    server.answers["/"] = answer
    with pytest.raises((BrokenAnswer, Unreachable), match=re.escape(server.url)):
        await fetch(server, f"{server.url}/")


async def test_who_cannot_be_reached_is_named(server: Server) -> None:
    """A closed port, a name that nobody knows: each error says so, and is worth another try."""
    url, port = server.url, server.port
    async with serve() as closed:
        gone = closed.port
    reach = read_reach(schemes="http", ports=f"80 {port} {gone}", allow="127.0.0.1")
    async with Fetcher(reach, LIMITS, agent="chancery-tests") as fetcher:
        with pytest.raises(Unreachable, match=str(gone)) as refused:
            await fetcher.fetch(url.replace(str(port), str(gone)))
        with pytest.raises(UnknownHost, match=r"nobody\.invalid"):
            await fetcher.fetch("http://nobody.invalid/")
    error: NotFetched = refused.value
    assert error.transient


async def test_tls_is_checked_against_the_name(server: Server, tmp_path: Path) -> None:
    """Whoever has no certificate that is trusted for the name is not spoken to by https, allowed or not."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, today - timedelta(days=1), today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listening: Any = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    with pytest.raises(Unreachable, match="certificate"):
        await fetch(server, f"https://127.0.0.1:{server.port}/")
    listening.close()
    assert server.asked == []


async def test_who_does_not_shake_hands_is_left(server: Server) -> None:
    """A server that takes the connection and speaks no TLS is left in time."""
    with pytest.raises(TooSlow):
        await fetch(server, f"https://127.0.0.1:{server.port}/", limits=msgspec.structs.replace(LIMITS, seconds=1))
    assert server.asked == []


async def resolve_at_once(host: str, port: int) -> list[Address]:  # noqa: ARG001
    """Resolve without a thread, so that each step of the loop is the same one at each run."""
    return [ip_address(host)]


async def test_whoever_is_cut_off_leaves_no_connection_open() -> None:
    """By the time-out or by being stopped, at whatever step of connecting, shaking hands or waiting: it is let go.

    The errors are kept, so that what they hold is not closed by chance.
    """
    kept: list[BaseException] = []
    for scheme in ("http", "https"):
        async with hold() as server:
            reach = read_reach(schemes=scheme, ports=str(server.port), allow="127.0.0.1")
            url = f"{scheme}://127.0.0.1:{server.port}/"
            async with Fetcher(reach, msgspec.structs.replace(LIMITS, seconds=0.02), agent="chancery-tests") as fetcher:
                for _ in range(3):
                    with pytest.raises(TooSlow) as raised:
                        await fetcher.fetch(url)
                    kept.append(raised.value)
                assert await server.emptied()
            patient = msgspec.structs.replace(LIMITS, seconds=60)
            async with Fetcher(reach, patient, agent="chancery-tests", resolve=resolve_at_once) as fetcher:
                for steps in range(60):
                    fetching = asyncio.create_task(fetcher.fetch(url))
                    for _ in range(steps):
                        await asyncio.sleep(0)
                    fetching.cancel()
                    with pytest.raises(asyncio.CancelledError) as stopped:
                        await fetching
                    kept.append(stopped.value)
                assert await server.emptied()
            assert server.taken > 20
    assert len(kept) == 126
