"""``chancery keys``: a key is shown once, listed without its secret, replaced and revoked."""

import json

from tests.contract.commands import read_json, run_chancery
from tests.database import TestDatabase


def test_a_key_from_its_making_to_its_end(database: TestDatabase) -> None:
    """Each command does its part; only the making shows what the bearer sends."""
    url = database.owner_url
    made = read_json("keys", "create", "--name", "Press", "--scope", "ingest", "--scope", "read", database=url)
    bearer = made["bearer"]
    assert made["key"]["scopes"] == ["read", "ingest"]
    told = run_chancery("keys", "create", "--name", "Brief", "--scope", "read", "--expires", "2999-01-01", database=url)
    assert told.returncode == 0, told.stderr.decode()
    assert told.stdout.decode().startswith("chancery_")
    assert "not shown again" in told.stderr.decode()
    renewed = read_json("keys", "rotate", "Press", "--overlap", "0", database=url)
    assert renewed["bearer"] != bearer
    assert [key["name"] for key in read_json("keys", "revoke", "Press", database=url)] == ["Press"]
    listed = run_chancery("keys", "list", "--json", database=database.service_url)
    states = [(line["key"]["name"], line["state"]) for line in json.loads(listed.stdout)]
    assert states == [("Press", "revoked"), ("Brief", "standing"), ("Press", "revoked")]
    table = run_chancery("keys", "list", database=url).stdout
    for secret in (bearer, renewed["bearer"], told.stdout.decode().strip()):
        assert secret.rpartition("_")[2].encode() not in listed.stdout + table


def test_what_cannot_be_is_refused_with_the_remedy(database: TestDatabase) -> None:
    """A day gone by, an unknown scope, no such key, and the role that serves: each says what would be right."""
    past = run_chancery("keys", "create", "--name", "X", "--scope", "read", "--expires", "2020-01-01")
    assert (past.returncode, b"or later" in past.stderr) == (2, True)
    scope = run_chancery("keys", "create", "--name", "X", "--scope", "everything")
    assert (scope.returncode, b"'curate'" in scope.stderr) == (2, True)
    nobody = run_chancery("keys", "revoke", "Nobody", database=database.owner_url)
    assert (nobody.returncode, b"chancery keys list" in nobody.stderr) == (1, True)
    serving = run_chancery("keys", "create", "--name", "X", "--scope", "read", database=database.service_url)
    assert (serving.returncode, b"CHANCERY_MIGRATE_URL" in serving.stderr) == (1, True)
