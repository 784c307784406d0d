"""What the environment sets."""

from pathlib import Path

import msgspec
import pytest

from service.settings import InvalidSetting, Secret, Settings, UnknownSetting, describe_settings, load_settings

URL = "postgresql://chancery_service:hidden@db.example/chancery"


def test_an_empty_environment_gives_the_defaults() -> None:
    """Nothing needs to be set, and an empty value counts as unset."""
    assert load_settings({}) == Settings()
    assert load_settings({"CHANCERY_PORT": "", "CHANCERY_DATABASE_URL": "", "PATH": "/bin"}) == Settings()


def test_values_are_read_as_the_field_s_type() -> None:
    """Numbers are numbers, paths are absolute paths, and URLs are secrets."""
    settings = load_settings(
        {"CHANCERY_PORT": "0", "CHANCERY_HOME": "~/chancery", "CHANCERY_DATABASE_URL": URL, "CHANCERY_MIGRATE_URL": URL}
    )
    assert settings.port == 0
    assert settings.home == Path.home() / "chancery"
    assert settings.database_url == Secret(URL)


def test_an_unknown_variable_is_an_error_that_names_the_nearest() -> None:
    """A misspelt variable is not ignored: the message says which one was probably meant."""
    with pytest.raises(
        UnknownSetting, match="CHANCERY_DATABSE_URL is not a setting; the nearest is CHANCERY_DATABASE_URL"
    ):
        load_settings({"CHANCERY_DATABSE_URL": URL})


def test_variables_of_the_test_suite_are_not_the_service_s_business() -> None:
    """What only the tests read may be set while a command runs."""
    assert load_settings({"CHANCERY_TEST_POSTGRES_IMAGE": "postgres:17"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHANCERY_PORT", "eighty"),
        ("CHANCERY_PORT", "65536"),
        ("CHANCERY_POOL_SIZE", "1"),
        ("CHANCERY_POOL_SIZE", "2.5"),
    ],
)
def test_an_impossible_value_is_an_error_with_an_example(name: str, value: str) -> None:
    """The message names the variable and the value and shows one that would do."""
    with pytest.raises(InvalidSetting, match=rf"{name}: '{value}' .* for example {name}=\d+"):
        load_settings({name: value})


def test_a_secret_shows_nowhere() -> None:
    """Neither the settings' representation nor the error about a bad URL shows what is in it."""
    assert "hidden" not in repr(load_settings({"CHANCERY_DATABASE_URL": URL}))
    with pytest.raises(InvalidSetting) as raised:
        load_settings({"CHANCERY_DATABASE_URL": "mysql://hidden"})
    assert "hidden" not in str(raised.value)


def test_the_owner_s_url_alone_is_an_error() -> None:
    """To migrate one database and serve another is never what was meant."""
    with pytest.raises(InvalidSetting, match="CHANCERY_MIGRATE_URL is set but CHANCERY_DATABASE_URL is not"):
        load_settings({"CHANCERY_MIGRATE_URL": URL})


def test_every_setting_is_documented() -> None:
    """Each variable has a meaning and an example that it accepts; URLs and keys are marked as secrets."""
    described = describe_settings()
    assert [variable.name.removeprefix("CHANCERY_").lower() for variable in described] == [
        field.name for field in msgspec.structs.fields(Settings)
    ]
    for variable in described:
        assert variable.meaning.endswith(".")
        assert load_settings({"CHANCERY_DATABASE_URL": URL, variable.name: variable.example})
        assert variable.secret == variable.name.endswith(("_URL", "_KEY"))
