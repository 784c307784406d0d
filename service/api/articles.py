"""Articles: hand one in, look one up."""

import asyncio
from typing import Annotated

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import SerializationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter

from projections.public import Article
from projections.queries import Queries
from service.api.conversion import show_handled
from service.api.documented import refusals
from service.api.guards import INGEST
from service.api.parameters import Patience
from service.api.refusals import check_parameters
from service.api.shapes import Ingested, NewArticle
from service.handle import Handler
from service.problems import Refusal
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
            "empty-body", "malformed-body", "malformed-json", "invalid-request", "invalid-date", "invalid-url",
            "invalid-language", "empty-article",
            "binary-article", "article-too-large", "body-too-large", "unsupported-media-type", "unknown-parameter",
            "contested", "ledger-unavailable",
        ),
    },
)  # fmt: skip
async def post_article(
    data: JSONBody[NewArticle],
    handler: NamedDependency[Handler],
    *,
    dry_run: Annotated[bool, QueryParameter(description="Show what would be recorded, and write nothing.")] = False,
) -> Response[Ingested]:
    """Read an article and record what it tells."""
    submission = Submission(
        text=data.text,
        title=data.title,
        url=data.url,
        publisher=data.publisher,
        published=data.published,
        language=data.language,
    )
    # Reading takes milliseconds of pure computation: the loop goes on answering meanwhile.
    prepared = await asyncio.to_thread(read_submission, submission)
    handled = await handler.handle(prepared, dry_run=dry_run)
    written = not dry_run and handled.outcome != "known"
    return Response(
        show_handled(handled, prepared, dry_run=dry_run),
        status_code=201 if written else 200,
        headers={"Location": f"/articles/{handled.article}"},
    )


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
