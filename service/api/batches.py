"""Many articles in one request: NDJSON in, a verdict a line out."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any, Literal

import msgspec
import structlog
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, Reference, RequestBody
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Send
from msgspec import Meta

from projections.following.runner import Runner
from service.api.articles import open_article
from service.api.documented import refusals
from service.api.guards import INGEST
from service.api.refusals import check_parameters
from service.api.shapes import NewArticle, Shape
from service.batch import Judged, judge
from service.handle import Handler
from service.lines import split_lines
from service.problems import PROBLEMS, Refusal
from service.readers import Readers
from service.submission import Submission

NDJSON = "application/x-ndjson"
TAKEN = (NDJSON, "application/ndjson", "application/jsonl", "application/jsonlines")
STALL = 60.0
"""Seconds for which the verdicts may lie unread before the connection is given up."""

AnyRequest = Request[Any, Any, State]
_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_encoder = msgspec.json.Encoder()
_article = msgspec.json.Decoder(NewArticle)


class LineProblem(Shape, frozen=True, kw_only=True):
    """Why a line was not taken."""

    type: Annotated[str, Meta(description="/problems/ and the name of the problem; stable.")]
    title: Annotated[str, Meta(description="The problem in a few words.")]
    detail: Annotated[str, Meta(description="What was wrong with the line.")]


class Verdict(Shape, frozen=True, kw_only=True):
    """What became of one line."""

    line: Annotated[int, Meta(description="Which line, from 1; blank ones count, and have no verdict.")]
    status: Annotated[
        int,
        Meta(description="What POST /articles would have answered: 201 recorded or revised, 200 known, or 4xx, 5xx."),
    ]
    article: Annotated[str | None, Meta(description="Id of the article; null where the line was refused.")]
    outcome: Annotated[Literal["recorded", "revised", "known"] | None, Meta(description="What was done with it.")]
    position: Annotated[int | None, Meta(description="The position to `wait_for` to see it in the views.")]
    events: Annotated[int, Meta(description="How many events it tells.")]
    decisions: Annotated[int, Meta(description="How many decisions were made when it came.")]
    problem: Annotated[LineProblem | None, Meta(description="Why it was not taken; null where it was.")]


async def check_lines(request: AnyRequest) -> None:
    """Refuse a body that is not declared as lines of JSON."""
    check_parameters(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TAKEN:
        raise Refusal(
            "unsupported-media-type",
            f"the body is declared as {kind or 'nothing'}; send a line of JSON an article, with Content-Type: {NDJSON}",
        )


@post(
    "/articles/batch",
    summary="Hand in many articles",
    description="A line of JSON for each article, as POST /articles takes it, and a line of JSON with the verdict on "
    "each, in the same order, while more come in. The articles are read on all cores and recorded as they are read, "
    "several at a time; a line that is refused harms no other, and the same lines may be sent again. A batch may be of "
    "any length; whoever sends a long one must read the verdicts meanwhile (as `curl -T` does): verdicts that lie "
    "unread for a minute end the connection.",
    status_code=200,
    before_request=check_lines,
    request_max_body_size=None,
    opt=INGEST,
    media_type=NDJSON,
    responses={
        200: ResponseSpec(
            Verdict,
            media_type=NDJSON,
            generate_examples=False,
            description="A verdict for each line that is not blank.",
        ),
        **refusals("unsupported-media-type", "unknown-parameter", "malformed-body", "ledger-unavailable"),
    },
)
async def post_batch(
    handler: NamedDependency[Handler], readers: NamedDependency[Readers], runner: NamedDependency[Runner]
) -> Response[Any]:
    """Take articles in, line by line."""
    return BatchResponse(handler, readers, runner)


def describe_lines(described: OpenAPI) -> None:
    """Add to the OpenAPI description what the body holds, which is read line by line and not by the framework."""
    operation = (described.paths or {})["/articles/batch"].post
    if operation is not None:
        line = OpenAPIMediaType(schema=Reference(ref="#/components/schemas/NewArticle"))
        operation.request_body = RequestBody(
            content={NDJSON: line}, description="Such an object on each line.", required=True
        )


class BatchResponse(Response[Any]):
    """Verdicts that are made while the request is still being read."""

    def __init__(self, handler: Handler, readers: Readers, runner: Runner) -> None:
        super().__init__(None, media_type=NDJSON, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._parts = handler, readers, runner

    def to_asgi_response(self, app: Any, request: AnyRequest, **_: Any) -> ASGIResponse:  # noqa: ANN401, ARG002
        """Give what reads and answers."""
        return _Answer(request, *self._parts, headers=self.headers)


class _Answer(ASGIResponse):
    # How long it will be nobody knows when it begins.
    _should_set_content_length = False

    def __init__(
        self, request: AnyRequest, handler: Handler, readers: Readers, runner: Runner, *, headers: dict[str, Any]
    ) -> None:
        super().__init__(status_code=200, media_type=NDJSON, headers=headers)
        self._request, self._handler, self._readers, self._runner = request, handler, readers, runner

    async def send_body(self, send: Send, receive: Receive) -> None:  # noqa: ARG002  (the request receives)
        verdicts = judge(split_lines(self._request.stream()), parse_line, self._readers, self._handler)
        try:
            with self._runner.in_bulk():
                await self._send_all(verdicts, send)
        except TimeoutError:
            _log.warning("nobody reads the verdicts of a batch, and the connection is given up", seconds=STALL)
            return
        except HTTPException as gone:
            _log.info("a batch breaks off: whoever sent it is gone", why=gone.detail)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send_all(self, verdicts: AsyncGenerator[Judged], send: Send) -> None:
        async with aclosing(verdicts):
            async for judged in verdicts:
                line = _encoder.encode(show_verdict(judged)) + b"\n"
                async with asyncio.timeout(STALL):
                    await send({"type": "http.response.body", "body": line, "more_body": True})


def show_verdict(judged: Judged) -> Verdict:
    """A verdict as it is answered."""
    handled = judged.handled
    if handled is None:
        problem = LineProblem(
            type=f"/problems/{judged.problem}", title=PROBLEMS[judged.problem].title, detail=judged.detail
        )
    else:
        problem = None
    return Verdict(
        line=judged.line,
        status=judged.status,
        article=handled.article if handled else None,
        outcome=handled.outcome if handled else None,
        position=handled.position if handled else None,
        events=len(handled.told) if handled else 0,
        decisions=len(handled.decided) if handled else 0,
        problem=problem,
    )


def parse_line(line: bytes) -> Submission:
    """The article on a line; raises Refusal (invalid-request, malformed-json)."""
    try:
        return open_article(_article.decode(line))
    except msgspec.ValidationError as error:
        raise Refusal("invalid-request", f"the line is not an article: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("malformed-json", f"the line is not JSON in UTF-8: {error}") from None
