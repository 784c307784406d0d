"""Articles: hand one in, look one up."""

import asyncio
import hashlib
from typing import Annotated, cast

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import SerializationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, JSONBody, PathParameter, QueryParameter
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from events.errors import ChanceryError
from projections.public.shapes import Article
from projections.questions.queries import Queries
from service.api.conversion import show_handled
from service.api.documented import refusals
from service.api.guards import INGEST, Caller
from service.api.parameters import Patience
from service.api.refusals import check_parameters
from service.api.shapes import Ingested, NewArticle
from service.handle import Handler
from service.problems import PROBLEMS, Refusal, find_kind
from service.replies import Claim, Replies, Reply
from service.submission import Submission, read_submission


async def check_json_body(request: Request[None, None, State]) -> None:
    """Refuse a body that is not declared as JSON, is empty, or is not even text."""
    check_parameters(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(
            "unsupported-media-type",
            f"the body is declared as {kind or 'nothing'}; send JSON, with Content-Type: application/json",
        )
    body = await request.body()
    if not body.strip():
        raise Refusal("empty-body", 'the request has no body; send a JSON object such as {"text": "..."}')
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Refusal(
            "malformed-json",
            f"the body is not UTF-8: byte {error.start} is 0x{body[error.start]:02x}; send JSON in UTF-8",
        ) from None
    try:
        # Decoded once: the handler is given what this leaves on the request.
        await request.json()
    except SerializationException as error:
        raise Refusal(
            "malformed-json", f"the body is not JSON: {str(error).removeprefix('JSON is malformed: ')}"
        ) from None
    except RecursionError:
        raise Refusal(
            "malformed-json", "the body is nested too deep; send one object with the article's text"
        ) from None


@post(
    "/articles",
    summary="Hand in an article",
    description="The article is read, what it tells is decided about, and all of it is recorded at once. "
    "The same text again changes nothing (200); another text of the same article revises it.",
    before_request=check_json_body,
    opt=INGEST,
    responses={
        200: ResponseSpec(Ingested, description="Known already, or a dry run: nothing was written."),
        **refusals(
            "empty-body", "malformed-body", "body-too-slow", "malformed-json", "invalid-request", "invalid-date",
            "invalid-url", "invalid-language", "empty-article", "binary-article", "article-too-large", "body-too-large",
            "unsupported-media-type", "unknown-parameter",
            "idempotency-key-reused", "contested", "ledger-unavailable",
        ),
    },
)  # fmt: skip
async def post_article(
    data: JSONBody[NewArticle],
    handler: NamedDependency[Handler],
    replies: NamedDependency[Replies],
    caller: NamedDependency[Caller],
    *,
    dry_run: Annotated[bool, QueryParameter(description="Show what would be recorded, and write nothing.")] = False,
    idempotency_key: Annotated[
        str | None,
        HeaderParameter(
            name="Idempotency-Key",
            description="A name of your own for this request, new for each article: within a week the same request "
            "gets the same answer, to the byte, and another under the same name is refused. 1 to 255 characters.",
            pattern="^[!-~]{1,255}$",
        ),
    ] = None,
) -> Response[Ingested]:
    """Read an article and record what it tells."""
    if idempotency_key is None:
        answer = await _take_in(data, handler, dry_run=dry_run)
        return Response(answer, status_code=_status_of(answer), headers={"Location": f"/articles/{answer.article}"})
    asked = msgspec.json.encode({"route": "POST /articles", "dry_run": dry_run, "article": data}, order="deterministic")
    claim = Claim(
        caller=caller.key.id if caller.key else "", key=idempotency_key, fingerprint=hashlib.sha256(asked).digest()
    )
    before = await replies.begin(claim)
    if before is None:
        try:
            answer = await _take_in(data, handler, dry_run=dry_run)
        except ChanceryError as error:
            if PROBLEMS[find_kind(error)].status < HTTP_500_INTERNAL_SERVER_ERROR:
                await replies.forget(claim)
            raise
        reply = Reply(
            status=_status_of(answer), body=msgspec.json.encode(answer), location=f"/articles/{answer.article}"
        )
        given = await replies.keep(claim, reply)
    else:
        given = before
    headers = {"Location": given.location, **({} if before is None else {"Idempotency-Replayed": "true"})}
    # Already written, as an Ingested.
    return Response(cast("Ingested", given.body), status_code=given.status, headers=headers, media_type=MediaType.JSON)


async def _take_in(data: NewArticle, handler: Handler, *, dry_run: bool) -> Ingested:
    handler.check_size(data.text)
    # Reading takes milliseconds of pure computation: the loop goes on answering meanwhile.
    prepared = await asyncio.to_thread(read_submission, open_article(data))
    return show_handled(await handler.handle(prepared, dry_run=dry_run), prepared, dry_run=dry_run)


def _status_of(answer: Ingested) -> int:
    return 200 if answer.dry_run or answer.outcome == "known" else 201


@get(
    "/articles/{article_id:str}",
    summary="One article, and what it tells",
    responses=refusals(
        "unknown-article", "unknown-parameter", "not-yet-projected", "beyond-head", "ledger-unavailable"
    ),
)
async def get_article(
    article_id: Annotated[str, PathParameter(description="Id of the article, as POST /articles gave it.")],
    queries: NamedDependency[Queries],
    patience: NamedDependency[Patience],  # noqa: ARG001  (waits)
) -> Article:
    """Look one article up."""
    article = await queries.article(article_id)
    if article is None:
        raise Refusal("unknown-article", f"no article has the id {article_id!r}; POST /articles gives ids")
    return article


def open_article(given: NewArticle) -> Submission:
    """What was sent, as it is read."""
    return Submission(
        text=given.text,
        title=given.title,
        url=given.url,
        publisher=given.publisher,
        published=given.published,
        language=given.language,
    )
