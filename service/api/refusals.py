"""Every answer that is not the one asked for: as problem details (RFC 9457), with stable types."""

import difflib
import os
import re
from typing import Any, cast

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.spec import OpenAPIType, Operation, Parameter, Schema
from litestar.params import ParameterKwarg
from litestar.status_codes import (
    HTTP_401_UNAUTHORIZED,
    HTTP_408_REQUEST_TIMEOUT,
    HTTP_500_INTERNAL_SERVER_ERROR,
    HTTP_503_SERVICE_UNAVAILABLE,
)
from litestar.types import Scope

from events.connection import AWAY
from events.errors import ChanceryError
from service.api.curation_shapes import NewApart, NewCorrection, NewMerge, NewSplit, Statement
from service.api.documented import PROBLEM_JSON
from service.api.headers import find_header
from service.api.shapes import FieldError, NewArticle, ProblemDetails
from service.problems import PROBLEMS, Refusal, TooManyRequests, find_kind

REQUEST_ID = "X-Request-Id"
_REQUEST_HEADER = REQUEST_ID.lower().encode()

_BY_STATUS = {
    400: "invalid-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
}
_UNKNOWN_FIELD = re.compile("unknown field `(.*)`")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_REQUEST = "chancery_request"
MISNAMED = "chancery_misnamed"
"""Where the state of a request says that its header Host was none, and left out."""

AnyRequest = Request[Any, Any, State]
_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def answer_error(request: AnyRequest, error: Exception) -> Response[ProblemDetails]:
    """The answer to a request that failed, whatever raised the error."""
    match error:
        case ChanceryError():
            return _answer(request, find_kind(error), str(error), error=error)
        case ValidationException():
            return _answer_invalid(request, error)
        case HTTPException():
            return _answer_framework(request, error)
        case _ if isinstance(error, AWAY):
            return _answer(request, "ledger-unavailable", _describe("the database does not answer", error), error=error)
        case _:
            return _answer(
                request, "internal", "something failed on our side; nothing that was answered is lost", error=error
            )


async def check_request(request: AnyRequest) -> None:
    """``check_parameters`` as Litestar's hook: one that is not async is given a thread for each request."""
    check_parameters(request)


def check_parameters(request: AnyRequest) -> None:
    """Refuse a query parameter that the route does not document: a misspelt filter must not be taken for none.

    Also one that takes a single value and is given twice, of which one would be dropped unsaid, a NUL anywhere in the
    address, which no text of the database can hold, and a Host that no address can be written with.
    """
    if request.scope["state"].get(MISNAMED):
        raise Refusal("invalid-request", "the header Host is no host with a port; send that of the address asked")
    if "\0" in request.scope["path"] or any("\0" in value for value in request.query_params.values()):
        raise Refusal("invalid-request", "the address holds a NUL (%00), which no text has; leave it out")
    if not request.query_params:
        return
    path = request.scope["path"]
    known = {each.name: _takes_several(each.schema) for each in _documented(request)}
    for name in request.query_params:
        if name not in known:
            near = tuple(difflib.get_close_matches(name, known, n=1, cutoff=0.5))
            hint = f"is {near[0]!r} meant?" if near else "leave it out"
            raise Refusal("unknown-parameter", f"{path} has no parameter {name!r}; {hint}", nearest=near)
        if not known[name] and (times := len(request.query_params.getall(name))) > 1:
            raise Refusal(
                "invalid-request",
                f"{name} is given {times} times and takes one value; give it once",
                errors=((name, "one value"),),
            )


def _documented(request: AnyRequest) -> list[Parameter]:
    """The query parameters of a route, as its OpenAPI description has them."""
    paths = request.app.openapi_schema.paths or {}
    operation: Operation | None = getattr(paths.get(request.scope["path_template"]), request.method.lower(), None)
    given = (operation.parameters if operation else None) or []
    return [each for each in given if isinstance(each, Parameter) and each.param_in == "query"]


def identify_request(scope: Scope) -> str:
    """The id of a request: the same in its answer, its problem and its log lines.

    It is what ``X-Request-Id`` gave, where that is 8 to 64 letters, digits, dots, hyphens or underscores, else new.
    """
    state: dict[str, Any] = scope["state"]
    if _REQUEST not in state:
        given = find_header(scope, _REQUEST_HEADER)
        state[_REQUEST] = given if given and _WELL_FORMED.fullmatch(given) else os.urandom(16).hex()
    known: str = state[_REQUEST]
    return known


def _answer_framework(request: AnyRequest, error: HTTPException) -> Response[ProblemDetails]:
    name = _BY_STATUS.get(error.status_code, "internal")
    detail, path = error.detail, request.scope["path"]
    match name:
        case "not-found":
            detail = f"there is no {path} here; /schema/openapi.json lists the routes"
        case "method-not-allowed":
            detail = f"{path} does not take {request.method}; it takes {(error.headers or {}).get('allow', '')}"
        case "body-too-large":
            detail = "the body of the request is over the limit; send one article a request"
        case "invalid-request" if "JSON" in detail or "truncated" in detail:
            name = "malformed-json"
            detail = f"the body is not JSON: {detail.removeprefix('JSON is malformed: ')}"
        case _:
            pass
    return _answer(request, name, detail, error=error, headers=error.headers)


def _answer_invalid(request: AnyRequest, error: ValidationException) -> Response[ProblemDetails]:
    # Litestar gives a list of what is wrong, each with its key, message and source.
    found = cast("list[dict[str, Any]]", error.extra or [])
    errors = tuple(_explain(request, each) for each in found)
    said = "; ".join(f"{field}: {message[:1].lower()}{message[1:]}" for field, message in errors)
    return _answer(
        request, "invalid-request", said or error.detail, error=Refusal("invalid-request", said, errors=errors)
    )


def _explain(request: AnyRequest, error: dict[str, Any]) -> tuple[str, str]:
    """The field or parameter, as whoever sent the request knows it, and what it should be."""
    key, message = _name_as_asked(request, str(error.get("key") or "body")), str(error.get("message", ""))
    if error.get("source") == "body":
        unknown = _UNKNOWN_FIELD.search(message)
        if unknown is None:
            return ("body" if key == "data" else key), message
        fields = [field.name for field in msgspec.structs.fields(_body_of(request))]
        near = difflib.get_close_matches(unknown[1], fields, n=1, cutoff=0.5)
        hint = f"is {near[0]!r} meant?" if near else f"there are {', '.join(fields)}"
        return unknown[1], f"No such field; {hint}"
    if error.get("source") == "header":
        return key.replace("_", "-").title(), message
    if message.startswith("Invalid enum value"):
        allowed = [value for each in _documented(request) if each.name == key for value in _find_values(each.schema)]
        return key, f"{message}; one of {', '.join(allowed)}"
    return key, message


def _name_as_asked(request: AnyRequest, key: str) -> str:
    """The name of a parameter in the address, where it is not that in our code."""
    parameter = request.route_handler.parsed_fn_signature.parameters.get(key)
    definition = parameter.kwarg_definition if parameter else None
    return (definition.name if isinstance(definition, ParameterKwarg) else None) or key


def _body_of(request: AnyRequest) -> type[msgspec.Struct]:
    """The shape of the body that a route takes."""
    last = request.scope["path_template"].rpartition("/")[2]
    return {
        "corrections": NewCorrection,
        "retraction": Statement,
        "confirmation": Statement,
        "merge": NewMerge,
        "apart": NewApart,
        "split": NewSplit,
    }.get(last, NewArticle)


def _takes_several(schema: Any) -> bool:  # noqa: ANN401  (a schema of whatever kind)
    """Whether a parameter may be repeated: its schema is a list, or one of its schemas is."""
    if not isinstance(schema, Schema):
        return False
    return schema.type == OpenAPIType.ARRAY or any(_takes_several(inner) for inner in schema.one_of or ())


def _find_values(schema: Any) -> list[str]:  # noqa: ANN401  (a schema of whatever kind)
    """The values that a parameter's schema allows, alone or in a list."""
    if not isinstance(schema, Schema):
        return []
    if schema.enum:
        return [str(value) for value in schema.enum]
    return [value for inner in (schema.items, *(schema.one_of or ())) for value in _find_values(inner)]


def _answer(
    request: AnyRequest, name: str, detail: str, *, error: Exception, headers: dict[str, str] | None = None
) -> Response[ProblemDetails]:
    kind = PROBLEMS[name]
    if kind.status >= HTTP_500_INTERNAL_SERVER_ERROR:
        _log.error(
            "request failed",
            path=request.scope["path"],
            problem=name,
            exc_info=error,
        )
    refusal = error if isinstance(error, Refusal) else None
    content = ProblemDetails(
        type=f"/problems/{name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        request=identify_request(request.scope),
        nearest=refusal.nearest if refusal else (),
        errors=tuple(FieldError(field=field, message=message) for field, message in refusal.errors) if refusal else (),
    )
    given = dict(headers or {})
    if kind.status == HTTP_408_REQUEST_TIMEOUT:
        # The rest of the body would be taken for another request.
        given["Connection"] = "close"
    elif kind.status == HTTP_503_SERVICE_UNAVAILABLE:
        given["Retry-After"] = "1"
    elif kind.status == HTTP_401_UNAUTHORIZED:
        given["WWW-Authenticate"] = 'Bearer realm="chancery"'
    elif isinstance(error, TooManyRequests):
        given["Retry-After"] = str(error.retry_after)
    return Response(content, status_code=kind.status, media_type=PROBLEM_JSON, headers=given)


def _describe(what: str, error: BaseException) -> str:
    return f"{what} ({str(error) or type(error).__name__}); send the same request again"
