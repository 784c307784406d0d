"""Frames: which verb or noun tells of which act, and who fills which role. All of it data.

``frames.toml`` of a language lists classes of lemmas and frames. A frame names its triggers (``verb`` or
``noun`` lemmas), for each role the places in the clause where it may be found, what such a filler must
be, and what is then told (``emit``: ``visit visitor>host``, ``meeting visitor+host``). Frames are
reached by their trigger, never scanned.
"""

from functools import lru_cache

import msgspec

from service.extract.language_files import decode_toml, read_language_file


class Emission(msgspec.Struct, frozen=True, gc=False):
    """An act or type name and the roles it joins; ``mutual`` when they act together."""

    act: str
    left: str
    right: str
    mutual: bool


class FrameData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[frame]]`` as written; see ``docs/frames.md`` for each key."""

    id: str
    emit: list[str]
    roles: dict[str, list[str]]
    verb: list[str] = []
    noun: list[str] = []
    need: dict[str, list[str]] = {}
    head: dict[str, list[str]] = {}
    empty: list[str] = []
    fresh: list[str] = []
    told: list[str] = []
    after: list[str] = []
    words: list[str] = []
    without: list[str] = []
    adverbs: list[str] = []
    modal: list[str] = []
    voice: str = ""
    reflexive: bool | None = None
    infinitive: bool | None = None
    stage: str = ""
    mode: str = ""
    cumulative: str = ""
    item: str = ""
    verbal: bool = False
    ceased: bool = False
    refused: bool = False
    headline: bool = False
    reciprocal: bool = False
    yes: list[str] = []
    no: list[str] = []


class Frame(msgspec.Struct, frozen=True):
    """A frame ready for matching; ``weight`` says how specific it is: the heaviest that matches wins."""

    id: str
    """The rule's name, kept with every quote it read."""
    data: FrameData
    emissions: tuple[Emission, ...]
    head: dict[str, frozenset[str]]
    words: frozenset[str]
    without: frozenset[str]
    adverbs: frozenset[str]
    weight: int
    behind: bool
    """Whether it asks for a preposition before its noun."""
    plain: bool
    """Whether any verb group will do: reflexive or not, in either voice, with or without an infinitive."""
    facing: dict[str, frozenset[str]]
    """For each role those that it is joined to in what is emitted: nobody stands in both."""
    refusals: dict[str, str]
    """For each slot of ``head`` what is said where nothing that the frame asks for stands there."""


class Frames(msgspec.Struct, frozen=True):
    """The frames of a language by trigger lemma, the most specific first."""

    by_verb: dict[str, list[Frame]]
    by_noun: dict[str, list[Frame]]
    by_headline: dict[str, list[Frame]]
    """Those for what a sentence without any verb sets out with."""
    of_headlines: list[Frame]
    """All of these, for where that is a person."""
    all: list[Frame]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``frames.toml`` as written: classes of lemmas, and frames."""

    classes: dict[str, list[str]]
    frame: list[FrameData]


def parse_emission(text: str) -> Emission:
    """``visit visitor>host`` or ``meeting one+other``; raises ValueError where it is neither."""
    act, _, roles = text.partition(" ")
    for mark in ">+":
        if mark in roles:
            left, right = roles.split(mark)
            return Emission(act, left, right, mark == "+")
    raise ValueError(f"{text!r} emits nothing; write 'act source>target' or 'act one+other'")


def build_frames(toml: str) -> Frames:
    """Frames from the text of a ``frames.toml``.

    Raises ValueError where a frame names a class that the file does not have or emits nothing, and
    msgspec.ValidationError where it has a key that no frame has.
    """
    file = decode_toml(toml, _File)
    by_verb: dict[str, list[Frame]] = {}
    by_noun: dict[str, list[Frame]] = {}
    by_headline: dict[str, list[Frame]] = {}
    frames: list[Frame] = []
    for data in file.frame:
        frame = _build(data, file.classes)
        frames.append(frame)
        for lemma in _expand(data.verb, file.classes, data.id):
            by_verb.setdefault(lemma, []).append(frame)
        for lemma in _expand(data.noun, file.classes, data.id):
            (by_headline if data.headline else by_noun).setdefault(lemma, []).append(frame)
    for shelf in (*by_verb.values(), *by_noun.values(), *by_headline.values()):
        shelf.sort(key=lambda frame: -frame.weight)
    of_headlines = [frame for frame in frames if frame.data.headline]
    return Frames(by_verb=by_verb, by_noun=by_noun, by_headline=by_headline, of_headlines=of_headlines, all=frames)


def _build(data: FrameData, classes: dict[str, list[str]]) -> Frame:
    emissions = tuple(parse_emission(text) for text in data.emit)
    head = {slot: _expand(lemmas, classes, data.id) for slot, lemmas in data.head.items()}
    return Frame(
        id=data.id,
        data=data,
        emissions=emissions,
        head=head,
        words=_expand(data.words, classes, data.id),
        without=_expand(data.without, classes, data.id),
        adverbs=frozenset(data.adverbs),
        weight=3 * len(data.head)
        + bool(data.after)
        + 2 * bool(data.words)
        + 2 * bool(data.adverbs)
        + len(data.need)
        + (data.reflexive is not None)
        + (data.infinitive is not None),
        behind=not _BEHIND.isdisjoint(data.head),
        plain=data.reflexive is None and data.infinitive is None and not (data.modal or data.voice),
        facing={
            role: frozenset(
                other for other in data.roles if any({each.left, each.right} == {role, other} for each in emissions)
            )
            for role in data.roles
        },
        refusals={slot: f"no {'/'.join(sorted(lemmas)[:3])} in {slot}" for slot, lemmas in head.items()},
    )


_BEHIND = frozenset({"noun.prep"})
"""The slot in which a frame asks for a preposition before its noun."""


def _expand(lemmas: list[str], classes: dict[str, list[str]], frame: str) -> frozenset[str]:
    """Lemmas with each ``%class`` replaced by what it holds."""
    found: set[str] = set()
    for lemma in lemmas:
        if not lemma.startswith("%"):
            found.add(lemma)
        elif lemma[1:] in classes:
            found.update(classes[lemma[1:]])
        else:
            raise ValueError(
                f"{frame} names the class {lemma}, which is not among [classes]: {', '.join(sorted(classes))}"
            )
    return frozenset(found)


@lru_cache(maxsize=16)
def load_frames(language: str) -> Frames:
    """The frames of a language, built once."""
    return build_frames(read_language_file(language, "frames.toml"))
