"""The examples of the reference run against a real server."""

import re
import shlex
from typing import Any

import httpx

from tests.contract.docs.reference import DOCS


async def test_every_curl_line_of_the_reference_is_answered(client: httpx.AsyncClient) -> None:
    """Each `curl` line, in the order of the page, succeeds; $ARTICLE and $EVENT are what the first one gave."""
    lines = re.findall(
        r"^    curl -s (.*)$", (DOCS / "reference-http.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(lines) > 8
    names: dict[str, str] = {}
    position = 0
    for line in lines:
        words = shlex.split(line)
        url = next(word for word in words if word.startswith("http://"))
        path = url.removeprefix("http://127.0.0.1:8000")
        for name, value in names.items():
            path = path.replace(name, value)
        if "-X" in words:
            answer = await client.post(
                path, content=words[words.index("-d") + 1], headers={"content-type": "application/json"}
            )
            given: Any = answer.json()
            names = {"$ARTICLE": given["article"], "$EVENT": given["events"][0]["id"]}
            position = given["position"]
            await client.get("/visits", params={"wait_for": position})
        else:
            answer = await client.get(path)
        assert answer.is_success, f"{line}: {answer.text}"
