"""Writes the reference pages of docs/ out of the code itself: `python -m tests.contract.docs.reference`.

The tests beside it fail where a page is not what this would write.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from events.evidence import CuratorStatement, ImportedRecord, Quote
from events.vocabulary import RECORD_TYPES, REPORT_TYPES, Act, Bookkeeping
from service.app import make_app
from service.cli import COMMANDS, main
from service.problems import PROBLEMS
from service.settings import Settings, describe_settings

DOCS = Path(__file__).parents[3] / "docs"
EXAMPLES = {
    "/articles": """-X POST http://127.0.0.1:8000/articles -H 'Content-Type: application/json' """
    """-d '{"text": "La Russie a livré 25 000 tonnes de blé au Mali.", "published": "2024-01-26"}'""",
    "/articles/batch": """-X POST http://127.0.0.1:8000/articles/batch -H 'Content-Type: application/x-ndjson' """
    """-d '{"text": "La Russie a livré 30 000 tonnes de blé au Mali.", "published": "2024-03-26"}'""",
    "GET /articles": "'http://127.0.0.1:8000/articles?language=fr&party=MLI&since=2025-01-01'",
    "/officials": "'http://127.0.0.1:8000/officials?party=RUS'",
    "/happenings/{happening}": "http://127.0.0.1:8000/happenings/$HAPPENING",
    "/articles/{article_id}": "http://127.0.0.1:8000/articles/$ARTICLE",
    "/relations": "'http://127.0.0.1:8000/relations?party=MLI'",
    "/relations/{a}/{b}": "'http://127.0.0.1:8000/relations/MLI/RUS?as_of=2025-04-30'",
    "/relations/compare": "'http://127.0.0.1:8000/relations/compare?pairs=MLI-RUS,MLI-FRA'",
    "/relations/{a}/{b}/timeline": "'http://127.0.0.1:8000/relations/MLI/RUS/timeline?since=2025-01-01'",
    "/visits": "'http://127.0.0.1:8000/visits?status=pending'",
    "/aid/totals": "'http://127.0.0.1:8000/aid/totals?donor=RUS&recipient=MLI'",
    "/aid/deliveries": "'http://127.0.0.1:8000/aid/deliveries?recipient=MLI&kind=delivery&terms=grant'",
    "/agreements": "'http://127.0.0.1:8000/agreements?pair=MLI-RUS&status=signed'",
    "/sanctions": "'http://127.0.0.1:8000/sanctions?party=MLI&status=in_force'",
    "/memberships": "'http://127.0.0.1:8000/memberships?organisation=ECOWAS&as_of=2025-02-01'",
    "/envoys": "'http://127.0.0.1:8000/envoys?host=MLI'",
    "/embassies": "'http://127.0.0.1:8000/embassies?pair=BFA-RUS'",
    "/military": "'http://127.0.0.1:8000/military?recipient=MLI'",
    "/events": "'http://127.0.0.1:8000/events?pair=MLI-RUS&family=visit&limit=10'",
    "/events/facets": "'http://127.0.0.1:8000/events/facets?party=MLI&facet=type&facet=publisher'",
    "/changes": "'http://127.0.0.1:8000/changes?after=0&party=MLI'",
    "/live": "-N -m 1 'http://127.0.0.1:8000/live?after=0&pair=MLI-RUS'",
    "/events/{event_id}": "http://127.0.0.1:8000/events/$EVENT",
    "/events/{event_id}/history": "http://127.0.0.1:8000/events/$EVENT/history",
    "/events/{event_id}/history.html": "http://127.0.0.1:8000/events/$EVENT/history.html",
    "/events/{event_id}/corrections": """-X POST http://127.0.0.1:8000/events/$EVENT/corrections """
    """-H 'Content-Type: application/json' -d '{"changes": {"persons": ["A. Diop"]}, "who": "A. Curator", """
    """"why": "the name was cut"}'""",
    "/events/{event_id}/confirmation": """-X POST http://127.0.0.1:8000/events/$EVENT/confirmation """
    """-H 'Content-Type: application/json' -d '{"who": "A. Curator", "why": "the communiqué says so"}'""",
    "/events/{event_id}/retraction": """-X POST http://127.0.0.1:8000/events/$EVENT/retraction """
    """-H 'Content-Type: application/json' -d '{"who": "A. Curator", "why": "misread"}'""",
    "/happenings/merge": """-X POST http://127.0.0.1:8000/happenings/merge -H 'Content-Type: application/json' """
    """-d '{"happenings": ["$HAPPENING", "$ANOTHER"], "who": "A. Curator", "why": "one visit, told twice"}'""",
    "/happenings/apart": """-X POST http://127.0.0.1:8000/happenings/apart -H 'Content-Type: application/json' """
    """-d '{"happenings": ["$HAPPENING", "$ANOTHER"], "who": "A. Curator", "why": "two visits of one month"}'""",
    "/happenings/{happening}/split": """-X POST http://127.0.0.1:8000/happenings/$HAPPENING/split """
    """-H 'Content-Type: application/json' -d '{"events": ["$EVENT"], "who": "A. Curator", """
    """"why": "another visit"}'""",
    "/audit/checkpoint": "http://127.0.0.1:8000/audit/checkpoint",
    "/audit/inclusion": "'http://127.0.0.1:8000/audit/inclusion?event=$EVENT'",
    "/audit/consistency": "'http://127.0.0.1:8000/audit/consistency?from=1&to=2'",
    "/meta": "http://127.0.0.1:8000/meta",
    "/metrics": "http://127.0.0.1:8000/metrics",
    "/health/live": "http://127.0.0.1:8000/health/live",
    "/health/ready": "http://127.0.0.1:8000/health/ready",
    "/problems/{name}": "http://127.0.0.1:8000/problems/invalid-date",
}


def write_http() -> Iterator[str]:
    """Every route, its parameters, its answers and an example."""
    yield "# Reference: HTTP"
    yield (
        "Written from the OpenAPI document, which the service gives at `/schema/openapi.json` with every field "
        "described. Answers are JSON; what fails answers with [problem details](reference-problems.md). Lists have "
        "`items` and `next`; by `Accept`, or with `.json`, `.ndjson` or `.csv` at the end of the path, they are given "
        "in that form (`/events` and `/changes` as `.atom` too), with the next page in the header `Link`. A parameter "
        "that a route does not have is refused. Every answer bears `X-Request-Id`, each to a GET an `ETag`: "
        "with `If-None-Match` it is sent again only if it has changed."
    )
    described: Any = make_app(Settings()).openapi_schema.to_schema()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield f"## {method.upper()} {path}"
            yield f"{operation['summary']}. {operation.get('description', '')}".strip()
            parameters = operation.get("parameters", [])
            if parameters:
                yield _table(
                    ("parameter", "in", "meaning"),
                    [(f"`{each['name']}`", each["in"], each["description"]) for each in parameters],
                )
            yield _table(
                ("status", "answer"),
                [(status, _describe_answer(response)) for status, response in sorted(operation["responses"].items())],
            )
            example = EXAMPLES.get(f"{method.upper()} {path}") or EXAMPLES[path]
            yield f"    curl -s {example}"


def write_commands() -> Iterator[str]:
    """Every command as its own help tells it."""
    yield "# Reference: commands"
    yield (
        "`chancery COMMAND --help` says the same. Every command takes `--json`. Exit codes: 0 done, 1 a failure, "
        "a difference or a finding, 2 a wrong call."
    )
    parent = click.Context(main, info_name="chancery", max_content_width=110, terminal_width=110)
    for name in COMMANDS:
        command = main.get_command(parent, name)
        assert command is not None
        yield from _write_command(command, name, parent)


def _write_command(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """A command, and after a group those that it holds."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=110, terminal_width=110)
    yield f"## {context.command_path}"
    yield "```text\n" + command.get_help(context) + "\n```"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from _write_command(found, inner, context)


def write_settings() -> Iterator[str]:
    """Every variable of the environment."""
    yield "# Reference: settings"
    yield (
        "All settings come from the environment; `chancery settings` lists them with what is set. "
        "An unknown one is an error."
    )
    yield _table(
        ("variable", "meaning", "default", "example"),
        [(f"`{each.name}`", each.meaning, each.default or "", f"`{each.example}`") for each in describe_settings()],
    )


def write_events() -> Iterator[str]:
    """Every event type with its own fields."""
    yield "# Reference: events"
    yield (
        "What the ledger holds. Reports tell of acts between states and organisations; records tell what became of "
        "articles and what was decided. A report's source and target, or its parties, are ISO 3166-1 alpha-3 codes "
        "or acronyms."
    )
    yield "## Every report"
    yield _fields(Act, ())
    yield "## Reports"
    yield _table(
        ("type", "family", "meaning", "fields of its own"),
        [(f"`{name}`", kind.family, _first_line(kind), _own_fields(kind, Act)) for name, kind in REPORT_TYPES.items()],
    )
    yield "## Records"
    yield _table(
        ("type", "meaning", "fields"),
        [(f"`{name}`", _first_line(kind), _own_fields(kind, Bookkeeping)) for name, kind in RECORD_TYPES.items()],
    )
    yield "## Evidence"
    yield _table(
        ("kind", "meaning", "fields"),
        [
            (f"`{kind.__name__}`", _first_line(kind), _own_fields(kind, None))
            for kind in (Quote, CuratorStatement, ImportedRecord)
        ],
    )


def write_problems() -> Iterator[str]:
    """Every problem type."""
    yield "# Reference: problems"
    yield (
        "What fails answers with `application/problem+json` (RFC 9457). `type` is `/problems/` and one of these names, "
        "for ever; `detail` says what was wrong in this request and what would be right; `request` finds it in the log."
    )
    yield _table(
        ("type", "status", "title", "meaning", "remedy"),
        [
            (f"`/problems/{name}`", str(kind.status), kind.title, kind.meaning, kind.remedy)
            for name, kind in sorted(PROBLEMS.items())
        ],
    )


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "reference-http.md": write_http,
    "reference-commands.md": write_commands,
    "reference-settings.md": write_settings,
    "reference-events.md": write_events,
    "reference-problems.md": write_problems,
}


def render(page: str) -> str:
    """A page as it must be."""
    return "\n\n".join(PAGES[page]()) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )


def _describe_answer(response: Any) -> str:
    forms = [
        f"`{content['schema']['$ref'].rpartition('/')[2]}`" if "$ref" in content["schema"] else kind
        for kind, content in response.get("content", {}).items()
    ]
    return f"{response['description']} ({', '.join(forms)})"


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


def _own_fields(kind: Any, base: Any) -> str:
    inherited = () if base is None else base.__struct_fields__
    return ", ".join(f"`{field}`" for field in kind.__struct_fields__ if field not in inherited)


def _fields(kind: Any, without: tuple[str, ...]) -> str:
    named = ", ".join(f"`{field}`" for field in kind.__struct_fields__ if field not in without)
    return f"{' '.join((kind.__doc__ or '').split())}\n\nFields: {named}."


if __name__ == "__main__":
    for page in PAGES:
        (DOCS / page).write_text(render(page), encoding="utf-8")
