"""The key that signs checkpoints: found, made, kept to its owner, refused where it is not."""

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from events.errors import InvalidKey
from events.merkle.note import SigningKey
from service.settings import KeySource, Secret, Settings
from service.signing import (
    KEY_FILE,
    BadKeyFile,
    NoSigningKey,
    find_key,
    find_verifiers,
    prepare_key,
    require_key,
    write_key,
)

URL = Secret("postgresql://chancery_service@db.example/chancery")
KEY = SigningKey.generate("press.example/chancery")


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Run under a umask that closes nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
def test_the_embedded_database_gets_a_key_of_its_own(tmp_path: Path) -> None:
    """The first start makes a key for the origin of the settings, which only its owner may read; later ones find it."""
    settings = Settings(home=tmp_path / "new" / "home", origin="press.example/chancery")
    assert find_key(settings) is None
    made = prepare_key(settings)
    assert made is not None
    assert made.verifier.name == "press.example/chancery"
    assert stat.S_IMODE((settings.home / KEY_FILE).stat().st_mode) == 0o600
    for found in (find_key(settings), prepare_key(settings), require_key(settings)):
        assert found is not None
        assert str(found.verifier) == str(made.verifier)
    assert [each.name for each in settings.home.iterdir()] == [KEY_FILE]


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    """Of several first starts at once one makes the key and all sign with it."""
    settings = Settings(home=tmp_path)
    with ThreadPoolExecutor(8) as several:
        keys = list(several.map(prepare_key, [settings] * 8))
    assert len({str(key.verifier) for key in keys if key is not None}) == 1
    assert None not in keys


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """A key in CHANCERY_HOME that was opened to others signs nothing; the message says how to close it."""
    settings = Settings(home=tmp_path)
    prepare_key(settings)
    (tmp_path / KEY_FILE).chmod(0o640)
    with pytest.raises(BadKeyFile, match=r"open to other users \(-rw-r-----\).*chmod 600"):
        prepare_key(settings)


def test_the_setting_holds_the_key_or_names_its_file(tmp_path: Path) -> None:
    """CHANCERY_SIGNING_KEY may be the key itself or the path of a file, and goes before the one in CHANCERY_HOME."""
    prepare_key(Settings(home=tmp_path))
    assert write_key(KEY, tmp_path / "mounted")
    (tmp_path / "mounted").chmod(0o444)
    for given in (KEY.reveal(), f" {KEY.reveal()}\n", str(tmp_path / "mounted")):
        for database in (None, URL):
            found = find_key(Settings(home=tmp_path, database_url=database, signing_key=KeySource(given)))
            assert found is not None
            assert str(found.verifier) == str(KEY.verifier)


def test_a_database_of_one_s_own_needs_a_key(tmp_path: Path) -> None:
    """Without CHANCERY_SIGNING_KEY nothing is made up, and not even the embedded database's key is taken."""
    prepare_key(Settings(home=tmp_path))
    settings = Settings(home=tmp_path, database_url=URL)
    assert find_key(settings) is None
    assert prepare_key(settings) is None
    with pytest.raises(NoSigningKey, match="chancery audit new-key FILE"):
        require_key(settings)


def test_what_is_not_a_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """A damaged key and a file without one are errors that say where, and show nothing of what they found."""
    seed = KEY.reveal().rpartition("+")[2]
    with pytest.raises(InvalidKey, match="CHANCERY_SIGNING_KEY: ") as raised:
        find_key(Settings(home=tmp_path, signing_key=KeySource(f"PRIVATE+KEY+x+00000000+{seed}")))
    assert seed not in str(raised.value)
    file = tmp_path / "key"
    file.write_text(seed)
    with pytest.raises(InvalidKey, match=f"{file}: not a signing key") as raised:
        find_key(Settings(home=tmp_path, signing_key=KeySource(str(file))))
    assert seed not in str(raised.value)
    file.write_bytes(b"\xff\x00")
    for missing in (file, tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadKeyFile, match=f"cannot be read from {missing}: "):
            find_key(Settings(home=tmp_path, signing_key=KeySource(str(missing))))


def test_former_keys_stay_known(tmp_path: Path) -> None:
    """CHANCERY_FORMER_VERIFIERS holds verifier keys, or names a file of them; the key of today comes first."""
    former = [str(SigningKey.generate(name).verifier) for name in ("press.example/first", "press.example/second")]
    (tmp_path / "former").write_text("\n".join(former) + "\n")
    for given in (" ".join(former), str(tmp_path / "former")):
        settings = Settings(home=tmp_path, signing_key=KeySource(KEY.reveal()), former_verifiers=given)
        assert [str(key) for key in find_verifiers(settings)] == [str(KEY.verifier), *former]
        assert [str(key) for key in find_verifiers(Settings(home=tmp_path, former_verifiers=given))] == former
    assert find_verifiers(Settings(home=tmp_path)) == ()
    with pytest.raises(InvalidKey, match="CHANCERY_FORMER_VERIFIERS: "):
        find_verifiers(Settings(home=tmp_path, former_verifiers=f"{former[0]} a+b+c"))
    with pytest.raises(BadKeyFile, match=f"cannot be read from {tmp_path / 'nowhere'}: "):
        find_verifiers(Settings(home=tmp_path, former_verifiers=str(tmp_path / "nowhere")))


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """A file that is there keeps what it holds, and nothing unfinished is left beside it."""
    assert write_key(KEY, tmp_path / "key")
    assert not write_key(SigningKey.generate("other"), tmp_path / "key")
    assert (tmp_path / "key").read_text() == f"{KEY.reveal()}\n"
    assert [each.name for each in tmp_path.iterdir()] == ["key"]
    with pytest.raises(BadKeyFile, match="cannot be written"):
        write_key(KEY, tmp_path / "nowhere" / "key")
