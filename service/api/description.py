"""The OpenAPI document: what the framework tells of the routes, and what it leaves out."""

from importlib.metadata import version
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, OpenAPI, SecurityScheme, Tag

from projections.public import agreements as public_agreements
from projections.public import aid as public_aid
from projections.public import facets as public_facets
from projections.public import history as public_history
from projections.public import records as public_records
from projections.public import registers as public_registers
from projections.public import shapes as public
from service.api import batches, change_shapes, curation_shapes, meta_shapes, shapes
from service.api.etags import describe_tags
from service.api.formats import describe_formats, find_lists
from service.api.guards import OPEN
from service.api.refusals import check_request

_made: list[OpenAPI] = []


class DescribedApp(Litestar):
    """An application whose description is completed."""

    @property
    def openapi_schema(self) -> OpenAPI:
        """Made once a process, whose applications have the same routes: it takes longer than all else of a start."""
        if not _made:
            described = super().openapi_schema
            _describe_shapes(described)
            batches.describe_lines(described)
            describe_formats(described, find_lists(self))
            describe_tags(described)
            _made.append(described)
        return _made[0]


class _Document(JsonRenderPlugin):
    """Gives the document as ``DescribedApp`` completes it."""

    def render(self, request: Request[Any, Any, State], openapi_schema: dict[str, Any]) -> bytes:  # noqa: ARG002
        """Write the whole document, whatever the framework has of it."""
        described: dict[str, Any] = request.app.openapi_schema.to_schema()
        return super().render(request, described)  # pyright: ignore[reportUnknownMemberType]


def describe() -> OpenAPIConfig:
    """What the OpenAPI document says of the whole."""
    return OpenAPIConfig(
        title="Chancery",
        version=version("chancery"),
        description="Chancery reads the press and keeps the ledger of what states did to each other. "
        "Every answer rests on events, every event on a quote. What fails answers with problem details (RFC 9457).",
        openapi_router=Router(
            path="/schema", route_handlers=[], opt=dict(OPEN), include_in_schema=False, before_request=_check_schema
        ),
        render_plugins=[_Document()],
        components=Components(
            security_schemes={
                "key": SecurityScheme(
                    type="http", scheme="bearer", description="A key that `chancery keys create` made and showed once."
                )
            }
        ),
        # Without one where reading is open, or where nobody but this machine is served.
        security=[{}, {"key": []}],
        tags=[Tag(name="articles"), Tag(name="views"), Tag(name="events"), Tag(name="operations")],
    )


async def _check_schema(request: Request[Any, Any, State]) -> None:
    """Refuse what Litestar would answer with a page of its own."""
    await check_request(request)
    if request.scope["path_template"] == "/schema/{path}":
        raise NotFoundException


def _describe_shapes(described: OpenAPI) -> None:
    """Give each shape of the OpenAPI document what its class says of itself, which Litestar leaves out."""
    classes = {
        **vars(public),
        **vars(public_agreements),
        **vars(public_aid),
        **vars(public_facets),
        **vars(public_records),
        **vars(public_registers),
        **vars(shapes),
        **vars(curation_shapes),
        **vars(change_shapes),
        **vars(batches),
        **vars(public_history),
        **vars(meta_shapes),
    }
    for name, schema in described.components.schemas.items():
        if name in classes:
            schema.description = (classes[name].__doc__ or "").partition("\n\n")[0]
