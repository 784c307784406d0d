"""The examples of the reference run against a real server."""

import asyncio
import re
import shlex

import httpx

from tests.contract.docs.reference import DOCS

SIGNED_LATER = 503
VISIT = "Le président malien Assimi Goïta s'est rendu en Russie le {day} janvier 2024."
RETOLD = "Assimi Goïta, président du Mali, a effectué une visite à Moscou le {day} janvier 2024."


async def test_every_curl_line_of_the_reference_is_answered(client: httpx.AsyncClient) -> None:
    """Each `curl` line of the page succeeds, its names standing for articles that were sent just before it."""
    lines = re.findall(
        r"^    curl -s (.*)$", (DOCS / "reference-http.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(lines) > 8
    names: dict[str, str] = {}
    for day, line in enumerate(lines, start=1):
        if not names or "-X" in line:
            names = await _send_visits(client, day)
        for name, value in names.items():
            line = line.replace(name, value)  # noqa: PLW2901  (the same line, filled in)
        words = shlex.split(line)
        path = next(word for word in words if word.startswith("http://")).removeprefix("http://127.0.0.1:8000")
        if "-X" in words:
            body = words[words.index("-d") + 1]
            answer = await client.post(path, content=body, headers=_read_headers(words))
        elif "-N" in words:
            # Curl gives such a stream up after the seconds of -m; here its first line is enough.
            async with client.stream("GET", path) as answer:
                assert await anext(answer.aiter_lines())
        else:
            answer = await client.get(path)
            for _ in range(200):
                if answer.status_code != SIGNED_LATER:
                    break
                await asyncio.sleep(0.1)  # what was just appended is signed within ten seconds
                answer = await client.get(path)
        assert answer.is_success, f"{line}: {answer.text}"


def _read_headers(words: list[str]) -> dict[str, str]:
    """The headers that a line of curl sends."""
    given = [words[place + 1] for place, word in enumerate(words) if word == "-H"]
    return {name: value.strip() for name, _, value in (header.partition(":") for header in given)}


async def _send_visits(client: httpx.AsyncClient, number: int) -> dict[str, str]:
    """Send a visit told by two articles, and another visit half a year on; what the names of the page stand for."""
    day, year = number % 28 + 1, 2000 + number % 25
    texts = (VISIT.format(day=day), RETOLD.format(day=day), VISIT.format(day=day).replace("janvier", "juillet"))
    sent: list[dict[str, str]] = []
    for text in texts:
        answer = await client.post(
            "/articles", json={"text": text.replace("2024", str(year)), "published": f"{year}-12-31"}
        )
        assert answer.is_success, answer.text
        given = answer.json()
        sent.append({"article": given["article"], "event": given["events"][0]["id"]})
        await client.get("/visits", params={"wait_for": given["position"]})
    # Which of two happenings a visit told twice stands under is known when both have been read.
    happenings = [(await client.get(f"/events/{each['event']}")).json()["happening"] for each in sent]
    assert happenings[0] == happenings[1] != happenings[2]
    return {
        "$ARTICLE": sent[0]["article"],
        "$EVENT": sent[0]["event"],
        "$HAPPENING": happenings[0],
        "$ANOTHER": happenings[2],
    }
