"""Frames: every one reads its own examples, names only what exists, and is written as the documentation says."""

import re
from pathlib import Path

import msgspec
import pytest

from events.vocabulary import REPORT_TYPES
from service.extract.acts.frames import Frame, FrameData, build_frames, parse_emission
from service.extract.acts.match import NEEDS
from service.extract.acts.scene import OBJECT_ADJECTIVE
from service.extract.acts.slots import OWN, SLOTS, STRUCK
from service.extract.claims import ACTS
from service.extract.language import load, readable
from service.extract.lexicon.morphology import load_lexicon
from service.extract.parties.memory import Memory
from service.extract.sentence import SentenceReader
from service.extract.text.sentences import Place
from tests.unit.extract.telling import PUBLISHED

DOCUMENT = Path(__file__).parents[3] / "docs" / "frames.md"
FRAMES = [(language, frame) for language in readable() for frame in load(language).frames.all]
by_frame = pytest.mark.parametrize(("language", "frame"), [pytest.param(*pair, id=pair[1].id) for pair in FRAMES])


def rules_of(text: str, language: str) -> set[str]:
    """The frames that make a claim of a sentence, in an article that leaves no doubt about its names."""
    known = load(language)
    tokens = known.tokenizer.tokenize(text)
    names = known.gazetteer.find(tokens)
    memory = Memory(known, PUBLISHED, frozenset(code for name in names for code in name.codes))
    reader = SentenceReader(known, memory, PUBLISHED)
    return {claim.rule for claim in reader.read(tokens, names, Place(sentence=0, paragraph=0, lead=True, title=False))}


def prepositions_of(language: str) -> frozenset[str]:
    """The prepositions, of one word or several, that a slot may name."""
    canonical = load(language).grammar.prepositions.canonical
    lemmas = {r.lemma for readings in load_lexicon(language).forms.values() for r in readings if r.pos == "prep"}
    return frozenset({canonical.get(lemma, lemma) for lemma in lemmas} | set(canonical.values()))


@pytest.mark.parametrize(
    ("language", "rule", "text"),
    [pytest.param(lang, f.id, text, id=f"{f.id}-{n}") for lang, f in FRAMES for n, text in enumerate(f.data.yes)],
)
def test_a_frame_reads_what_it_is_for(language: str, rule: str, text: str) -> None:
    """Each sentence that a frame gives as its example is read by that very frame."""
    assert rule in rules_of(text, language)


@pytest.mark.parametrize(
    ("language", "rule", "text"),
    [pytest.param(lang, f.id, text, id=f"{f.id}-{n}") for lang, f in FRAMES for n, text in enumerate(f.data.no)],
)
def test_a_frame_leaves_what_it_is_not_for(language: str, rule: str, text: str) -> None:
    """No sentence that a frame gives as its counterexample is read by it."""
    assert rule not in rules_of(text, language)


@pytest.mark.parametrize("language", readable())
def test_frames_are_named_once(language: str) -> None:
    """A rule is kept with every quote it read, so no two frames share a name; it begins with the language."""
    names = [frame.id for frame in load(language).frames.all]
    assert sorted(names) == sorted(set(names))
    assert all(re.fullmatch(rf"{language}\.[a-z0-9-]+", name) for name in names)


@by_frame
def test_a_frame_speaks_of_its_own_roles(language: str, frame: Frame) -> None:
    """What is emitted or needed is a role of the frame, and each role is told of."""
    assert language
    told = {role for emission in frame.emissions for role in (emission.left, emission.right)}
    assert told == set(frame.data.roles)
    assert set(frame.data.need) <= told


@by_frame
def test_a_frame_names_what_exists(language: str, frame: Frame) -> None:
    """Acts, slots and needs of a frame are ones that the engine knows; a misspelt one could never match."""
    assert {emission.act for emission in frame.emissions} <= set(ACTS) | set(REPORT_TYPES)
    prepositions = prepositions_of(language)
    known = load(language).grammar.prepositions
    inside = known.possession | known.origin | known.between
    complements = {f"{part}.{prep}" for part in ("object", "subject") for prep in inside}
    slots = [slot for slots in frame.data.roles.values() for slot in slots] + list(frame.data.head)
    for slot in slots:
        # "à.own" is the state that the phrase after "à" names itself; "noun.adj" is the noun's own adjective.
        place = slot.removesuffix(OWN).removesuffix(STRUCK)
        told = {"noun.adj", "noun.prep", OBJECT_ADJECTIVE, *complements}
        assert place in SLOTS or place in prepositions or place in told, slot
    assert {need for needs in frame.data.need.values() for need in needs} <= set(NEEDS) | set(
        load(language).actor_nouns.values()
    )


@by_frame
def test_a_trigger_is_a_word_of_the_language(language: str, frame: Frame) -> None:
    """A frame is reached by its lemmas alone: one that no form leads to would never be read."""
    shelves = load(language).frames
    verbs = {lemma for lemma, frames in shelves.by_verb.items() if frame in frames}
    by_noun = (*shelves.by_noun.items(), *shelves.by_headline.items())
    nouns = {lemma for lemma, frames in by_noun if frame in frames}
    assert verbs or nouns
    unknown = [lemma for lemma in verbs if not _leads_to(lemma, language, "verb")]
    unknown += [lemma for lemma in nouns if not _leads_to(lemma, language, "noun")]
    assert not unknown


def _leads_to(lemma: str, language: str, pos: str) -> bool:
    lexicon = load_lexicon(language)
    # Verbs with a particle ("pull out") and nouns side by side are put together from words that are known each.
    words = lemma.split() if language == "en" else [lemma]
    return any(reading.lemma == words[0] and reading.pos == pos for reading in lexicon.read(words[0])) or bool(
        lexicon.read(lemma)
    )


@pytest.mark.parametrize(
    ("text", "act", "left", "right", "mutual"),
    [("visit visitor>host", "visit", "visitor", "host", False), ("meeting one+two", "meeting", "one", "two", True)],
)
def test_an_emission_names_an_act_and_two_roles(text: str, act: str, left: str, right: str, *, mutual: bool) -> None:
    """``>`` is from one to the other, ``+`` is together."""
    emission = parse_emission(text)
    assert (emission.act, emission.left, emission.right, emission.mutual) == (act, left, right, mutual)


def test_an_emission_of_nothing_is_refused() -> None:
    """The message shows what was written and what would be right."""
    with pytest.raises(ValueError, match=r"'visit visitor' emits nothing; write 'act source>target'"):
        parse_emission("visit visitor")


def test_a_key_that_no_frame_has_is_refused() -> None:
    """A misspelt key is an error, not a condition that never holds."""
    with pytest.raises(msgspec.ValidationError, match="reflexiv"):
        build_frames(
            '[classes]\n[[frame]]\nid = "x.y"\nverb = ["go"]\nreflexiv = true\nemit = ["visit a>b"]\n[frame.roles]\n'
        )


def test_an_unknown_class_is_refused() -> None:
    """``%visits`` must be a class of the same file; the message names the frame and the class."""
    with pytest.raises(ValueError, match=r"x\.y .*%visits"):
        build_frames('[classes]\n[[frame]]\nid = "x.y"\nnoun = ["%visits"]\nemit = ["visit a>b"]\n[frame.roles]\n')


def test_the_most_specific_frame_of_a_trigger_comes_first() -> None:
    """A frame that names the object's head is tried before one that takes any object."""
    frames = build_frames(
        '[classes]\nties = ["tie"]\n'
        '[[frame]]\nid = "x.any"\nverb = ["break"]\nroles = { a = ["subject"], b = ["object"] }\n'
        'emit = ["RelationsSevered a>b"]\n'
        '[[frame]]\nid = "x.ties"\nverb = ["break"]\nroles = { a = ["subject"], b = ["with"] }\n'
        'emit = ["RelationsSevered a>b"]\nhead = { object = ["%ties"] }\n'
    )
    assert [frame.id for frame in frames.by_verb["break"]] == ["x.ties", "x.any"]


def test_the_document_explains_every_key_slot_and_need() -> None:
    """Whoever writes a frame finds each key of it, each slot and each need in one page."""
    text = DOCUMENT.read_text(encoding="utf-8")
    keys = {field.encode_name for field in msgspec.structs.fields(FrameData)}
    missing = [name for name in (*sorted(keys), *sorted(SLOTS), *sorted(NEEDS)) if f"| `{name}` |" not in text]
    assert not missing


@by_frame
def test_a_frame_shows_what_it_reads(language: str, frame: Frame) -> None:
    """A frame without a sentence that it reads is one that nobody has seen work; some need the sentence before."""
    assert language
    needs_the_passage = any(
        set(slots) <= {"pair", "partner", "topic", "focus", "there", "here", "home"}
        for slots in frame.data.roles.values()
    )
    assert frame.data.yes or needs_the_passage
