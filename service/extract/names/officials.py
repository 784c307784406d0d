"""Officials known by name: ``seeds/officials.csv`` (code, office, name, aliases, from, to)."""

import csv
from functools import lru_cache
from importlib import resources
from io import StringIO

import msgspec

from service.extract.names.realms import load_realms
from service.extract.text.tokens import fold

_LEADING = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "head_of_organisation",
        "president_of_the_council",
        "foreign_minister",
        "defence_minister",
    }
)

_CROWNED = ("kingdom", "emirate", "sultanate", "principality", "throne")
"""Kinds of realms that have a monarch."""
_REIGNING = frozenset({"head_of_state", "crown_prince"})
_SENT = "envoy"
_FIRST_AND_LAST = 2
_SHORTEST = 3
"""Letters of a word of a name by which two may be the same person."""


class Tenure(msgspec.Struct, frozen=True, gc=False):
    """One official's time in one office; bounds are ISO months or days, empty where open."""

    code: str
    office: str
    names: tuple[str, ...]
    begins: str
    ends: str
    leads: bool
    """Whether the last name alone is known to readers, listed or not: heads, foreign and defence ministers."""


def _without_article(name: str) -> str:
    """A name whose last word has lost the two letters before its hyphen: "Adel Jubeir" for "Adel al-Jubeir"."""
    first, _, last = name.rpartition(" ")
    short = last[_SHORTEST:] if last[_SHORTEST - 1 : _SHORTEST] == "-" and len(last) > 2 * _SHORTEST else last
    return f"{first} {short}".strip()


@lru_cache(maxsize=1)
def load_officials() -> dict[str, list[Tenure]]:
    """Tenures by folded last name."""
    file = resources.files("seeds").joinpath("officials.csv")
    found: dict[str, list[Tenure]] = {}
    if not file.is_file():
        return found
    for row in csv.DictReader(StringIO(file.read_text(encoding="utf-8"))):
        names = tuple(fold(name) for name in (row["name"], *row["aliases"].split("|")) if name)
        names = (*names, *(short for name in names if (short := _without_article(name)) not in names))
        tenure = Tenure(row["code"], row["office"], names, row["from"], row["to"], row["office"] in _LEADING)
        for last in {name.split()[-1] for name in names}:
            found.setdefault(last, []).append(tenure)
    return found


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Folded first words of all names: "Joseph" alone is hardly Claude Joseph."""
    names = (name.split() for shelf in load_officials().values() for tenure in shelf for name in tenure.names)
    return frozenset(words[0] for words in names if len(words) > 1)


@lru_cache(maxsize=1)
def _by_office() -> dict[tuple[str, str], list[Tenure]]:
    found: dict[tuple[str, str], list[Tenure]] = {}
    for tenure in dict.fromkeys(tenure for shelf in load_officials().values() for tenure in shelf):
        found.setdefault((tenure.code, tenure.office), []).append(tenure)
    return found


@lru_cache(maxsize=1)
def _royals() -> dict[str, list[Tenure]]:
    """The monarchs and heirs of states with a throne, by the folded words that open their names, a title or not."""
    realms = load_realms()
    crowned = frozenset[str]().union(*[realms[kind] for kind in _CROWNED])
    found: dict[str, list[Tenure]] = {}
    for tenure in dict.fromkeys(tenure for shelf in load_officials().values() for tenure in shelf):
        if tenure.code not in crowned or tenure.office not in {*_REIGNING, _SENT}:
            continue
        opening = [name.split()[:_FIRST_AND_LAST] for name in tenure.names]
        if tenure.office == _SENT:
            # Of those who are only sent, the queens: two words, the second of which is the name.
            opening = [name.split()[1:] for name in tenure.names if len(name.split()) == _FIRST_AND_LAST]
        for word in {word for words in opening for word in words}:
            found.setdefault(word, []).append(tenure)
    return found


def find_royals(first: str, published: str | None) -> frozenset[str]:
    """The states whose monarch or heir in the month of publication goes by a first name: "King Salman"."""
    known = _royals().get(fold(first), ())
    return frozenset([tenure.code for tenure in known if published is None or _sat(tenure, published[:7])])


def is_held_by_another(code: str, office: str, name: str, published: str | None) -> bool:
    """Whether somebody else held an office of a state in the month of publication; False where nobody is known."""
    if published is None:
        return False
    last = fold(name).split()[-1]
    sitting = [tenure for tenure in _by_office().get((code, office), ()) if _sat(tenure, published[:7])]
    return bool(sitting) and not any(last in known.split() for tenure in sitting for known in tenure.names)


def holds(code: str, office: str, name: str, published: str | None) -> bool:
    """Whether who held an office of a state in the month of publication shares a name with somebody ("Gaby Rossi")."""
    words = {_sound(word) for word in fold(name).split() if len(word) >= _SHORTEST}
    sitting = [tenure for tenure in _by_office().get((code, office), ()) if published and _sat(tenure, published[:7])]
    return any(_sound(word) in words for tenure in sitting for known in tenure.names for word in known.split())


_SOUNDS = str.maketrans({"y": "i", "j": "i", "w": "v", "k": "c", "z": "s"})
"""Letters that stand for one another where names are written in another alphabet's letters."""


def _sound(word: str) -> str:
    """A word of a name as it sounds: "Ashkenazy" and "Ashkenazi"."""
    return word.translate(_SOUNDS)


def find_official(name: str, published: str | None) -> str | None:
    """The state of the official of that name (ISO 3166-1 alpha-3); None where nobody or more than one state has it.

    A last name alone counts only for who was in office in the month of publication (YYYY-MM...), if that is known;
    of several, it is the one whose names list it by itself. Below the leading offices, where it is a given name too, or
    where officials of several states have had it at any time, it must be listed by itself.
    """
    folded = fold(name)
    words = folded.split()
    shelf = load_officials().get(words[-1], ())
    if len(words) > _FIRST_AND_LAST and any(_initial(word) for word in words[1:-1]):
        # "Wendy R. Sherman"
        folded = " ".join([words[0], *(word for word in words[1:-1] if not _initial(word)), words[-1]])
    if len(words) > 1:
        meant = {tenure.code for tenure in shelf if folded in tenure.names}
        if not meant and len(words) > _FIRST_AND_LAST:
            # "John Pombe Magufuli" is listed without what stands between.
            ends = f"{words[0]} {words[-1]}"
            meant = {tenure.code for tenure in shelf if ends in tenure.names}
    else:
        sitting = [tenure for tenure in shelf if published is None or _sat(tenure, published[:7])]
        known_by_it = {tenure.code for tenure in sitting if folded in tenure.names}
        distinctive = len({tenure.code for tenure in shelf}) == 1 or len({tenure.names[0] for tenure in shelf}) == 1
        meant = known_by_it
        if len(known_by_it) != 1 and distinctive and folded not in given_names():
            meant = {tenure.code for tenure in sitting if tenure.leads}
    if len(meant) > 1 and published is not None:
        # Who has acted for several acts for the one whose office he holds now, else the one he acted for last.
        named = [tenure for tenure in shelf if folded in tenure.names and tenure.begins[:7] <= published[:7]]
        now = {tenure.code for tenure in named if _sat(tenure, published[:7])}
        meant = now or {tenure.code for tenure in sorted(named, key=_begins)[-1:]}
    return meant.pop() if len(meant) == 1 else None


def find_past_leader(name: str, published: str | None) -> str | None:
    """The only state that has been led by somebody of that last name up to the month of publication, now or before."""
    shelf = load_officials().get(fold(name).split()[-1], ())
    led = {
        tenure.code for tenure in shelf if tenure.leads and (published is None or tenure.begins[:7] <= published[:7])
    }
    return led.pop() if len(led) == 1 else None


def is_sent(name: str, published: str | None) -> bool:
    """Whether somebody of that full name is listed as sent by a state in the month of publication: no ambassador."""
    folded = fold(name)
    return any(
        tenure.office == _SENT and folded in tenure.names and (published is None or _sat(tenure, published[:7]))
        for tenure in load_officials().get(folded.split()[-1], ())
    )


def find_office(name: str, code: str, published: str | None) -> str:
    """The leading office that an official holds in the month of publication; empty where none is known."""
    if published is None:
        return ""
    folded = fold(name)
    held = [
        tenure.office
        for tenure in load_officials().get(folded.split()[-1], ())
        if tenure.code == code and tenure.leads and folded in tenure.names and _sat(tenure, published[:7])
    ]
    return held[0] if len(held) == 1 else ""


def _initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1


def is_namesake(name: str) -> bool:
    """Whether it is an official's last name behind another first name: "Joe Lieberman", not "Vladimir V. Putin"."""
    words = fold(name).split()
    shelf = load_officials().get(words[-1], ())
    return bool(shelf) and not any(known.split()[0] == words[0] for tenure in shelf for known in tenure.names)


def _begins(tenure: Tenure) -> str:
    return tenure.begins


def _sat(tenure: Tenure, month: str) -> bool:
    return (not tenure.begins or tenure.begins[:7] <= month) and (not tenure.ends or month <= tenure.ends[:7])
