"""The OpenAPI description: every field and parameter is described, every problem is documented."""

import json
from typing import Any

import pytest

from service.app import make_app
from service.problems import PROBLEMS
from service.settings import Settings
from tests.contract.snapshot import SNAPSHOT, find_differences

ROUTES = {
    ("post", "/articles"),
    ("post", "/articles/batch"),
    ("get", "/articles/{article_id}"),
    ("get", "/relations"),
    ("get", "/relations/{a}/{b}"),
    ("get", "/relations/compare"),
    ("get", "/relations/{a}/{b}/timeline"),
    ("get", "/visits"),
    ("get", "/aid/totals"),
    ("get", "/aid/deliveries"),
    ("get", "/agreements"),
    ("get", "/sanctions"),
    ("get", "/memberships"),
    ("get", "/envoys"),
    ("get", "/embassies"),
    ("get", "/military"),
    ("get", "/articles"),
    ("get", "/officials"),
    ("get", "/happenings/{happening}"),
    ("get", "/events"),
    ("get", "/events/facets"),
    ("get", "/changes"),
    ("get", "/live"),
    ("get", "/events/{event_id}"),
    ("get", "/events/{event_id}/history"),
    ("get", "/events/{event_id}/history.html"),
    ("post", "/events/{event_id}/corrections"),
    ("post", "/events/{event_id}/retraction"),
    ("post", "/events/{event_id}/confirmation"),
    ("post", "/happenings/merge"),
    ("post", "/happenings/apart"),
    ("post", "/happenings/{happening}/split"),
    ("get", "/audit/checkpoint"),
    ("get", "/audit/inclusion"),
    ("get", "/audit/consistency"),
    ("get", "/meta"),
    ("get", "/metrics"),
    ("get", "/health/live"),
    ("get", "/health/ready"),
    ("get", "/problems/{name}"),
}


@pytest.fixture(scope="module")
def described() -> Any:
    """Give the document."""
    return make_app(Settings()).openapi_schema.to_schema()


def test_every_route_is_described(described: Any) -> None:
    """The routes are the documented ones, each with a summary and an operation id of its own."""
    operations = {
        (method, path): operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }
    assert set(operations) == ROUTES
    assert all(operation["summary"] for operation in operations.values())
    assert len({operation["operationId"] for operation in operations.values()}) == len(operations)


def test_the_document_is_the_committed_one(described: Any) -> None:
    """A change of routes, fields or answers is seen in openapi.json; `python -m tests.contract.snapshot` renews it."""
    committed = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    differing = list(find_differences(committed, json.loads(json.dumps(described))))
    assert differing == [], "renew it with `python -m tests.contract.snapshot` where that is meant"


def test_every_field_is_described(described: Any) -> None:
    """Every field of every shape says what it means: itself, or the shape or list that it holds does."""
    shapes = described["components"]["schemas"]
    missing = [
        f"{name}.{field}"
        for name, shape in shapes.items()
        for field, schema in shape.get("properties", {}).items()
        if not _is_described(schema, shapes)
    ]
    assert missing == []


def test_every_parameter_is_described(described: Any) -> None:
    """Every parameter of every route says what it means."""
    for path, methods in described["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                assert parameter.get("description"), f"{path} {parameter['name']}"


def test_every_problem_answer_is_problem_details(described: Any) -> None:
    """Each error status of a route answers with problem details, and names problems that exist."""
    for path, methods in described["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    continue
                assert list(response["content"]) == ["application/problem+json"], f"{path} {status}"
                named = response["description"].removeprefix("Problem: ").rstrip(".").split(", ")
                assert {PROBLEMS[name].status for name in named} == {int(status)}


def _is_described(schema: Any, shapes: Any) -> bool:
    if schema.get("description"):
        return True
    if "$ref" in schema:
        return bool(shapes[schema["$ref"].rpartition("/")[2]].get("description"))
    inner = [*schema.get("oneOf", ()), *([schema["items"]] if "items" in schema else ())]
    return any(_is_described(each, shapes) for each in inner)


def test_every_reference_leads_somewhere(described: Any) -> None:
    """Each `$ref` names a shape that is there, and each POST says what its body holds."""
    text = json.dumps(described)
    named = {part.partition('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert named <= set(described["components"]["schemas"])
    bodies = [methods["post"]["requestBody"] for methods in described["paths"].values() if "post" in methods]
    assert all(body["content"] for body in bodies)
