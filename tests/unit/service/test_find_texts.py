"""Which files are ingested, and what is known about each."""

from pathlib import Path

import pytest

from service.cli.ingesting import BadMetadata, Result, Sidecar, find_texts


def write(folder: Path, **files: str) -> None:
    """Write files; two underscores stand for the dot of the name."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


def test_a_folder_gives_its_texts_by_name(tmp_path: Path) -> None:
    """Every .txt of a folder, in order of name, and nothing else."""
    write(tmp_path, b__txt="B", a__txt="A", notes__md="N")
    assert [(file.name, known) for file, known in find_texts(tmp_path)] == [("a.txt", Sidecar()), ("b.txt", Sidecar())]


def test_a_sidecar_goes_before_the_manifest(tmp_path: Path) -> None:
    """What stands beside a file itself is what is known about it; other columns of the manifest are passed over."""
    manifest = "file,title,published,more\na.txt,Titre,2024-01-26,x\nb.txt,Autre,,\n"
    write(tmp_path, a__txt="A", b__txt="B", manifest__csv=manifest, b__json='{"published": "2024-02-01"}')
    known = {file.name: sidecar for file, sidecar in find_texts(tmp_path)}
    assert known == {
        "a.txt": Sidecar(title="Titre", published="2024-01-26"),
        "b.txt": Sidecar(published="2024-02-01"),
    }
    assert find_texts(tmp_path / "a.txt")[0][1] == known["a.txt"]


@pytest.mark.parametrize(
    "manifest", ["file\nmissing.txt\n", "file\na.txt\na.txt\n", "name\na.txt\n"], ids=["missing", "twice", "no column"]
)
def test_a_manifest_that_is_wrong_is_refused(tmp_path: Path, manifest: str) -> None:
    """A manifest that names a file which is not there, one twice, or none, says so before anything is ingested."""
    write(tmp_path, a__txt="A", manifest__csv=manifest)
    with pytest.raises(BadMetadata):
        find_texts(tmp_path)


@pytest.mark.parametrize("sidecar", ["{", '{"publishd": "2024"}', "[]"])
def test_a_sidecar_that_is_wrong_is_refused(tmp_path: Path, sidecar: str) -> None:
    """A sidecar with a misspelt field is an error: what it meant to say must not be lost."""
    write(tmp_path, a__txt="A", a__json=sidecar)
    with pytest.raises(BadMetadata):
        find_texts(tmp_path)


def test_a_sidecar_that_is_wrong_stops_its_own_file_only(tmp_path: Path) -> None:
    """With somewhere to tell of it, the files beside a broken sidecar are found all the same."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Un texte.", encoding="utf-8")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    refused: list[Result] = []
    assert [file.name for file, _known in find_texts(tmp_path, refused)] == ["b.txt"]
    assert [(result.file, result.outcome) for result in refused] == [("a.txt", "refused")]
    assert "a.json" in (refused[0].error or "")
