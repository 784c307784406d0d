"""The whole API under requests made from its own description: a fixed number of them, from a fixed seed."""

# Schemathesis leaves the parameters of its own generic types open, so that whatever it hands over is partly unknown.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportMissingTypeArgument=false, reportUntypedFunctionDecorator=false

import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import make_app
from service.problems import PROBLEMS
from service.settings import Settings
from tests.database import Server, create_database, drop_database, run
from tests.integration.service.hostile import Request
from tests.integration.service.process import run_service, send
from tests.integration.service.texts import SUMMONED, VISITED, WHEAT

EXAMPLES = 10
"""Requests of each operation and kind."""
SEED = 20251122
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# The stream of /live does not end: what it refuses stands among the hostile cases, what it gives among its own.
ENDLESS = "/live"
# What the routing answers, before any route is found.
OF_ANY_ADDRESS = {"not-found", "method-not-allowed"}

described: Any = make_app(Settings()).openapi_schema.to_schema()
schema = schemathesis.openapi.from_dict(described).exclude(path=ENDLESS)


@schemathesis.serializer("application/x-ndjson")
def write_lines(_: Any, value: Any) -> bytes:
    """One line of JSON for each item of a list, or one for all."""
    return b"\n".join(map(msgspec.json.encode, value if isinstance(value, list) else [value]))


@pytest.fixture(scope="module")
def url(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a service that knows three articles."""
    database = run(create_database(postgres))
    with run_service(database, tmp_path_factory.mktemp("described")) as where:
        for text, published in ((VISITED, "2025-06-24"), (WHEAT, "2024-01-26"), (SUMMONED, "2023-12-21")):
            body = msgspec.json.encode({"text": text, "published": published}).decode()
            assert send(where, Request(name="", body=body, expect="").wire({}), method="POST").status == 201
        yield where
    run(drop_database(postgres, database))


@schema.parametrize()
@hypothesis.seed(SEED)
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
def test_every_answer_is_as_described(case: schemathesis.Case, url: str) -> None:
    """No answer of 500 and above, no status, type or shape that is not described; each refusal is a problem named."""
    answer = case.call(base_url=url)
    case.validate_response(answer, checks=CHECKS)
    if answer.status_code >= 400:
        told = answer.json()
        name = told["type"].removeprefix("/problems/")
        assert PROBLEMS[name].status == answer.status_code
        if name in OF_ANY_ADDRESS:
            return
        operation = described["paths"][case.operation.path][case.operation.method.lower()]
        assert name in re.split(r"Problem: |, |\.", operation["responses"][str(answer.status_code)]["description"])
