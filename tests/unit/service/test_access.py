"""What the settings say of who needs a key."""

import pytest

from service.access import decide_policy, is_loopback
from service.settings import Settings, load_settings


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "LOCALHOST.", "app.localhost"])
def test_addresses_of_this_machine_alone(host: str) -> None:
    """Loopback addresses and localhost are reached from nowhere else."""
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.2", "db", "localhost.example.org", "127.0.0.1.nip.io", ""],  # noqa: S104
)
def test_addresses_that_others_reach(host: str) -> None:
    """Every other address, and every other name, may be reached from elsewhere."""
    assert not is_loopback(host)


def test_writing_needs_a_key_beyond_loopback() -> None:
    """By default reading is open, writing is keyed as soon as others reach the service, and then they are limited."""
    here, beyond = decide_policy(Settings()), decide_policy(Settings(host="0.0.0.0"))  # noqa: S104
    assert (here.reading_keyed, here.writing_keyed, here.rate) == (False, False, 0)
    assert (beyond.reading_keyed, beyond.writing_keyed, beyond.rate) == (False, True, 100)
    assert "writing needs a key" in beyond.describe()


def test_the_settings_ask_for_keys_and_limits() -> None:
    """Keys may be asked for on loopback too, and a limit of 0 is none."""
    asked = decide_policy(
        load_settings(
            {
                "CHANCERY_READING": "keyed",
                "CHANCERY_WRITING": "keyed",
                "CHANCERY_RATE_LIMIT": "7",
                "CHANCERY_RATE_BURST": "9",
            }
        )
    )
    assert (asked.reading_keyed, asked.writing_keyed, asked.rate, asked.burst) == (True, True, 7, 9)
    assert decide_policy(Settings(host="0.0.0.0", rate_limit=0)).rate == 0  # noqa: S104
