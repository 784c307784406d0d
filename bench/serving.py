"""A service and a bare handler in processes of their own, and wrk that asks them."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What wrk counted: requests, how many a second, and the milliseconds within which 99 of 100 were answered."""

    requests: int
    rate: float
    p99: float


@asynccontextmanager
async def serve(url: str, port: int, folder: Path) -> AsyncGenerator[int]:
    """Serve a database on a port of loopback, with a signing key in ``folder``; gives the id of the process."""
    key = folder / "key"
    await _run_command("audit", "new-key", str(key), "--origin", "bench.example/ledger")
    environment = {
        **os.environ,
        "CHANCERY_DATABASE_URL": url,
        "CHANCERY_PORT": str(port),
        "CHANCERY_SIGNING_KEY": str(key),
    }
    async with _process("from service.cli import main; main(['serve'])", environment=environment) as process:
        await _wait_for_port(port)
        yield process.pid


@asynccontextmanager
async def serve_bare(url: str, port: int) -> AsyncGenerator[None]:
    """Serve the handler with one select (``bench.bare``) on a port of loopback."""
    async with _process("from bench import bare; bare.serve()", url, str(port), environment=dict(os.environ)):
        await _wait_for_port(port)
        yield


async def load(wrk: str, url: str, seconds: float) -> Load:
    """Ask by one thread over eight connections.

    Raises:
        RuntimeError: an answer was an error.

    """
    process = await asyncio.create_subprocess_exec(
        wrk, "-t1", "-c8", f"-d{max(1, round(seconds))}s", "--latency", url, stdout=asyncio.subprocess.PIPE
    )
    said = (await process.communicate())[0].decode()
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    count = re.search(r"(\d+) requests in", said)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if "Non-2xx" in said or rate is None or count is None or slow is None:
        raise RuntimeError(f"{url} was not answered as it must be: {said}")
    return Load(requests=int(count[1]), rate=float(rate[1]), p99=float(slow[1]) * _UNITS[slow[2]])


def read_memory(process: int) -> float:
    """The resident memory of a process now, in MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


@asynccontextmanager
async def _process(
    code: str, *arguments: str, environment: dict[str, str]
) -> "AsyncGenerator[asyncio.subprocess.Process]":
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _run_command(*words: str) -> None:
    code = "import sys; from service.cli import main; main(sys.argv[1:])"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *words, stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        raise RuntimeError(f"chancery {' '.join(words)} failed; see above")


async def _wait_for_port(port: int) -> None:
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        writer.close()
        await writer.wait_closed()
        return
    raise TimeoutError(f"nothing listens on port {port} after a minute")
