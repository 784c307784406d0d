"""``chancery doctor``: exit code, words, JSON."""

import json

from tests.contract.commands import run_chancery
from tests.database import TestDatabase


def test_the_exit_code_says_whether_anything_is_wrong(database: TestDatabase) -> None:
    """Without a signing key something is: 1, in words with the mend and in JSON with every finding."""
    done = run_chancery("doctor", "--json", database=database.service_url)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["healthy"]) == (1, False)
    states = {each["about"]: each["state"] for each in answer["findings"]}
    assert (states["signing key"], states["database"], states["role"]) == ("wrong", "fine", "fine")
    told = run_chancery("doctor", database=database.service_url)
    assert told.returncode == 1
    assert "-> make a key with `chancery audit new-key" in told.stdout.decode()


def test_a_setting_that_does_not_exist_is_a_finding() -> None:
    """The doctor says which one is meant instead of failing."""
    done = run_chancery("doctor", "--json", environment={"CHANCERY_DATABSE_URL": "x"})
    (finding,) = json.loads(done.stdout)["findings"]
    assert (done.returncode, finding["about"]) == (1, "settings")
    assert "CHANCERY_DATABASE_URL" in finding["said"]
