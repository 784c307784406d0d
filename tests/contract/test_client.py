"""The client has what the committed OpenAPI document promises."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from service.client import Client
from service.client.asking import NAMES

DESCRIBED: dict[str, Any] = msgspec.json.decode((Path(__file__).parent / "openapi.json").read_bytes())
READ = sorted(path for path, methods in DESCRIBED["paths"].items() if "get" in methods)
METHODS: dict[str, Callable[..., Any]] = {
    vars(member)["route"]: member
    for _, member in inspect.getmembers(Client, inspect.isfunction)
    if "route" in vars(member)
}


def parameters_of(method: Callable[..., Any]) -> set[str]:
    """The parameters of a method under their names over HTTP, those of its unpacked dictionaries among them."""
    found: set[str] = set()
    for parameter in inspect.signature(method).parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            (told,) = get_args(get_type_hints(method)[parameter.name])
            found |= set(get_type_hints(told))
        else:
            found.add(parameter.name)
    return {NAMES.get(name, name) for name in found - {"self"}}


def test_every_route_that_reads_has_a_method() -> None:
    """Every GET of the document is read by a method, and no method reads what is not there."""
    assert sorted(METHODS) == READ


@pytest.mark.parametrize("route", READ)
def test_a_method_takes_every_parameter_of_its_route(route: str) -> None:
    """Path, query and header: a method takes what its route takes, and nothing else."""
    told = {each["name"] for each in DESCRIBED["paths"][route]["get"].get("parameters", ())}
    # Whoever follows comes back with `after`, which says the same.
    assert parameters_of(METHODS[route]) == told - {"Last-Event-ID"}


@pytest.mark.parametrize("route", READ)
def test_a_method_gives_the_shape_of_its_route(route: str) -> None:
    """A method's answer is the shape that the document names; of a list, the items of its page."""
    content = DESCRIBED["paths"][route]["get"]["responses"]["200"]["content"]
    given = get_type_hints(METHODS[route])["return"]
    if "application/json" not in content:
        assert given is str or route == "/live"
        return
    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    if get_args(given):
        items = DESCRIBED["components"]["schemas"][name]["properties"]["items"]["items"]["$ref"]
        assert get_args(given)[0].__name__ == items.rpartition("/")[2]
    else:
        assert given.__name__ == name
