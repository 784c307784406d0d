"""Categories in languages whose nouns stand side by side ("peace talks", "the ministry summons"): order decides.

There the same form is noun and verb more often than not, and nothing but its neighbours tells them apart. Used
by ``tagging`` for a language whose grammar says ``compounds``; the words themselves are data.
"""

from service.extract.language import Language
from service.extract.lexicon.words import Word, lower
from service.extract.names.gazetteer import NameMention
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    AND,
    COMMA,
    DATE,
    DEMONYM,
    DET,
    MARK,
    NAME,
    NE,
    NEG,
    NOUN,
    NUMBER,
    PERSON,
    PREP,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
)

_ADV_OR_NEG_OR_NE = frozenset({ADV, NEG, NE})
_DET_OR_ADJ = frozenset({DET, ADJ})
_NAME_OR_DATE = frozenset({NAME, DATE})
_DESCRIBED = frozenset({NOUN, PERSON, COMMA})
_DATE_OR_ADV = frozenset({DATE, ADV})
_THIRD = 3  # person
_WHOLES = frozenset({NAME, PERSON, AMOUNT, NUMBER})
_NAME_OR_DET = frozenset({NAME, DET})
_AND_OR_COMMA = frozenset({AND, COMMA})
_PERSON_OR_NAME = frozenset({PERSON, NAME})
_NAME = frozenset({NAME})
_OPENS_OBJECT = frozenset({NAME, DEMONYM, PERSON, AMOUNT, NUMBER, DET, PRON})
_NOMINAL = frozenset({NAME, DEMONYM, PERSON, AMOUNT, NUMBER, NOUN, ADJ})

_HELD = frozenset({DET, ADJ, NUMBER, AMOUNT, PREP})
_OWNERS = frozenset({NOUN, NAME, PERSON, DATE, DEMONYM, ADJ, PRON, NUMBER, "#", ")"})
_SUBJECTS = frozenset({NOUN, NAME, PERSON, DATE, ")"})
_GIVEN = frozenset({AMOUNT, NUMBER})
_HYPHENS = frozenset({"-", "‐", "‑"})
_ACTS = frozenset({"office", "institution", "envoy"})
"""Who acts in a headline without any other word: "Omani envoy presents credentials"."""
_PARTS = frozenset({VERB, COMMA, MARK, SUB})
_AHEAD = 12
"""How many tokens are looked at to find out whether a clause follows."""


def small_word(tagged: Tagged, at: int, plain: str, previous: str, language: Language) -> str:
    """The category of a word of a closed class where it depends on what follows; empty where it does not."""
    word, token, grammar = tagged.words[at], tagged.tokens[at], language.grammar
    following = tagged.words[at + 1] if at + 1 < len(tagged.words) else None
    if plain in _HYPHENS:
        return _as_hyphen(tagged, at, previous)
    if plain in grammar.prepositions.genitive:
        spoken = previous == PRON and lower(tagged.tokens[at - 1]) in grammar.pronouns.subject
        owned = not token.space and previous in _OWNERS
        return VERB if word.finite and spoken else PREP if owned else ""
    if plain in grammar.particles.parted:
        return _as_particle(tagged, at, plain, previous, language)
    if plain in grammar.negation.first:
        ahead = following is not None and (following.verbal or bool(following.adverb))
        return NE if previous == VERB or ahead else ADV
    if word.adverb and previous == VERB and _stands_inside(tagged, at, following, language):
        # "has since sent", "have since been sending"
        return ADV
    back = at - 1
    while back > 0 and tagged.tags[back] == ADV:
        back -= 1
    acts = back >= 0 and (tagged.tags[back] in _SUBJECTS or (previous == COMMA and _closes_aside(tagged, back)))
    ruled = previous == VERB or (bool(word.conjunction) and bool(word.finite) and acts)
    if (ruled and word.past_participle is not None and (word.conjunction or word.preposition)) or (
        word.preposition
        and (word.present_participle or word.past_participle)
        and _behind_auxiliary(tagged, at, language)
    ):
        # "Japan also provided a loan", "has now given", "is following the talks": not the small word of the same form.
        return VERB
    if word.conjunction and word.past_participle is not None and _tagged_as(tagged, at + 1, _GIVEN):
        # "Britain, through its agency, provided 2 million pounds"
        return VERB
    if word.conjunction and word.preposition:
        of_time = plain in grammar.particles.gerund
        return SUB if plain in grammar.prepositions.clausal and _clause_follows(tagged, at, owned=of_time) else PREP
    if plain in grammar.relatives.complementizers:
        points = word.determiner and (previous == PREP or at == 0) and following is not None and following.noun
        return DET if points else ""
    # "Germany, which froze": what opens a clause is no pronoun of its own.
    alone = word.determiner and word.pronoun and not word.relative
    return PRON if alone and (not _nominal_follows(tagged, at) or _modal_follows(tagged, at)) else ""


def _as_hyphen(tagged: Tagged, at: int, previous: str) -> str:
    """The category of a hyphen behind a number: "a 25-year contract"."""
    following = tagged.words[at + 1] if at + 1 < len(tagged.words) else None
    joined = previous == NUMBER and not tagged.tokens[at].space and following is not None
    return ADJ if joined and following is not None and (following.noun or following.adjective) else ""


def _as_particle(tagged: Tagged, at: int, plain: str, previous: str, language: Language) -> str:
    """The category of a particle: closing what its verb opened, or told of a thing ("The visit is off.")."""
    ends = at + 1 >= len(tagged.tokens) or not tagged.tokens[at + 1].text[:1].isalnum()
    if plain in language.grammar.nominal.called_off and previous == VERB and ends:
        return ADJ
    return ADV if _parted(tagged, at, plain, language) else ""


def _stands_inside(tagged: Tagged, at: int, following: Word | None, language: Language) -> bool:
    """Whether a word stands between an auxiliary and what follows it."""
    word = tagged.words[at]
    small = bool(word.conjunction or word.preposition)
    return small and following is not None and _follows_auxiliary(tagged.words[at - 1], following, language)


def _parted(tagged: Tagged, at: int, plain: str, language: Language) -> bool:
    """Whether a particle closes what its verb opened: "threw three envoys out on Monday", "called its envoy home"."""
    after = at + 1
    if after < len(tagged.words):
        opens = tagged.words[after]
        ends = not tagged.tokens[after].text[:1].isalnum()
        if not (ends or (opens.closed and not opens.determiner and (opens.preposition or opens.conjunction))):
            return False
    back = at - 1
    while back >= 0 and at - back < _AHEAD and tagged.tags[back] not in _PARTS:
        back -= 1
    if back < 0 or back == at - 1 or tagged.tags[back] != VERB:
        return False
    word = tagged.words[back]
    readings = (*word.finite, word.infinitive, word.past_participle, word.present_participle)
    phrasal = language.grammar.verbs.phrasal
    return any(reading is not None and f"{reading.lemma} {plain}" in phrasal for reading in readings)


def open_word(tagged: Tagged, at: int, previous: str, language: Language, *, verb_seen: bool) -> str:
    """The category of a word that may be a verb."""
    word = tagged.words[at]
    back = at - 1
    while back >= 0 and tagged.tags[back] in _ADV_OR_NEG_OR_NE:
        back -= 1
    before = tagged.tags[back] if back >= 0 else ""
    if word.finite and "aux" in [reading.pos for reading in word.finite] and previous not in _DET_OR_ADJ:
        return VERB
    asked = before == PREP and word.infinitive and lower(tagged.tokens[back]) in language.grammar.particles.infinitive
    ruled = before == VERB and _follows_auxiliary(tagged.words[back], word, language)
    ruled = ruled or (before == DATE and word.infinitive is not None and _behind_modal(tagged, back, language))
    if asked or ruled or (before == PRON and word.finite) or (previous == REL and _relates(tagged, at, language)):
        return NOUN if asked and _strikes_the_needy(tagged, at, language) else VERB
    if previous in _HELD or (previous == ADV and before in _DET_OR_ADJ):
        return _held(tagged, at, previous, language)
    if not word.noun and not word.adjective:
        attributive = previous == VERB and word.past_participle is not None and _nominal_follows(tagged, at)
        return ADJ if attributive and not _tagged_as(tagged, at + 1, _WHOLES) else VERB
    if word.present_participle and not word.finite:
        subject = tagged.words[at - 1] if at and before == NOUN else None
        if (
            subject is not None
            and subject.plural
            and language.actor_nouns.get(subject.noun)
            and _verb_later(tagged, at, language)
        ):
            # "ministers meeting in Brussels agreed": the participle tells what they do.
            return VERB
        if word.noun and not _object_follows(tagged, at):
            return NOUN
        if at == 0 and _tagged_as(tagged, 1, _NAME_OR_DET):
            # "Visiting Bamako, the minister ..."
            return VERB
        closed = before == NOUN and at + 1 < len(tagged.tokens) and not tagged.tokens[at + 1].text[:1].isalnum()
        # "the delegation visiting Oslo has met X": where the noun before it is.
        located = before in _DESCRIBED and _tagged_as(tagged, at + 1, _NAME)
        # "called the step disappointing."
        return ADJ if word.adjective and (closed or (_nominal_follows(tagged, at) and not located)) else VERB
    counted = previous == AMOUNT and word.noun and word.plural  # "90,000 pairs of boots"
    if counted or not any(reading.person in {0, 3} for reading in word.finite):
        return NOUN if word.noun else ADJ
    return VERB if _predicates(tagged, at, back, language, verb_seen=verb_seen) else NOUN if word.noun else ADJ


def _relates(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a word is the verb of the relative that it opens: "who chairs the bloc", "which hosts it"."""
    if lower(tagged.tokens[at - 1]) not in language.grammar.relatives.subject or at + 1 >= len(tagged.tokens):
        return False
    if not any(reading.person == _THIRD or reading.tense == "past" for reading in tagged.words[at].finite):
        return False
    after = tagged.words[at + 1]
    return _tagged_as(tagged, at + 1, _WHOLES) or (
        not tagged.tags[at + 1] and bool(after.determiner or after.preposition)
    )


def mark_origins(tagged: Tagged, language: Language) -> None:
    """A name right before a noun says whose it is, as an adjective does: "Mali coup leader", "EU sanctions"."""
    times = language.grammar.time_nouns
    for first, (last, what) in tagged.spans.items():
        if tagged.tags[first] != NAME or not isinstance(what, NameMention) or what.weak:
            continue
        ahead = last
        while ahead < len(tagged.tags) and tagged.tags[ahead] == ADJ:
            ahead += 1
        if what.kind == "acronym" and _shares_noun(tagged, last):
            # "U.S. and Chinese officials"
            for at in range(first, last):
                tagged.tags[at] = DEMONYM
            continue
        located = first > 0 and tagged.tags[first - 1] == PREP and ahead > last
        if (
            ahead < len(tagged.tags)
            and tagged.tags[ahead] == NOUN
            and not located
            and tagged.words[ahead].noun not in times
        ):
            for at in range(first, last):
                tagged.tags[at] = DEMONYM
    _joins_headline(tagged)


def _joins_headline(tagged: Tagged) -> None:
    """Let names before a comma share the noun behind it where a headline begins: "Iran, Tajik ministers meet"."""
    first = tagged.spans.get(0)
    if first is None or tagged.tags[0] != NAME or tagged.tags[first[0] : first[0] + 2] != [COMMA, DEMONYM]:
        return
    behind = tagged.spans.get(first[0] + 1, (first[0] + 2, None))[0]
    while behind < len(tagged.tags) and tagged.tags[behind] == ADJ:
        behind += 1
    while tagged.tags[behind + 1 : behind + 2] == [NOUN]:
        behind += 1
    if _tagged_as(tagged, behind, frozenset({NOUN})) and tagged.words[behind].plural:
        for at in range(first[0]):
            tagged.tags[at] = DEMONYM
        tagged.tags[first[0]] = AND


def _shares_noun(tagged: Tagged, at: int) -> bool:
    """Whether an adjective of origin joined by "and" follows, and right behind it the noun of both."""
    if tagged.tags[at : at + 2] != [AND, DEMONYM]:
        return False
    behind = tagged.spans.get(at + 1, (at + 2, None))[0]
    while behind < len(tagged.tags) and tagged.tags[behind] == ADJ:
        behind += 1
    return _tagged_as(tagged, behind, frozenset({NOUN}))


def _follows_auxiliary(auxiliary: Word, word: Word, language: Language) -> bool:
    verbs = language.grammar.verbs
    others = (auxiliary.infinitive, auxiliary.past_participle, auxiliary.present_participle)
    lemmas = {reading.lemma for reading in (*auxiliary.finite, *others) if reading is not None}
    if lemmas & verbs.be and (word.past_participle or word.present_participle):
        return True
    if lemmas & verbs.have and word.past_participle:
        return True
    modal = any(r.pos == "aux" for r in auxiliary.finite) and not lemmas & (verbs.be | verbs.have)
    return modal and word.infinitive is not None


def _behind_modal(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a modal verb stands before the date that ends at ``at``: "will on Tuesday leave"."""
    while at > 0 and tagged.tags[at] in _DATE_OR_ADV:
        at -= 1
    be_or_have = language.grammar.verbs.be | language.grammar.verbs.have
    return tagged.tags[at] == VERB and any(
        reading.pos == "aux" and reading.lemma not in be_or_have for reading in tagged.words[at].finite
    )


def _behind_auxiliary(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether an auxiliary stands before a participle, with or without an adverb: "has reportedly given"."""
    back = at - 1 if at and tagged.tags[at - 1] != ADV else at - 2
    return (
        back >= 0 and tagged.tags[back] == VERB and _follows_auxiliary(tagged.words[back], tagged.words[at], language)
    )


def _held(tagged: Tagged, at: int, previous: str, language: Language) -> str:
    """After a determiner, an adjective or a preposition: part of a noun phrase, or a gerund."""
    word = tagged.words[at]
    if word.present_participle and at > 1 and previous == ADJ:
        spoken = f"{lower(tagged.tokens[at - 2])} {lower(tagged.tokens[at - 1])}"
        if spoken in language.grammar.pronouns.third:
            # "the latter being in Nairobi on a visit"
            return VERB
    if previous == PREP and word.present_participle and at > 1 and _asks_gerund(tagged, at - 1, language):
        return VERB if not word.noun or _nominal_follows(tagged, at) else NOUN
    if (
        previous == PREP
        and word.present_participle
        and lower(tagged.tokens[at - 1]) in language.grammar.particles.gerund
    ):
        if word.noun and not _object_follows(tagged, at):
            return NOUN
        describes = word.adjective and _nominal_follows(tagged, at) and not _tagged_as(tagged, at + 1, _NAME_OR_DET)
        return ADJ if describes else VERB
    if word.noun:
        return NOUN
    if previous == AMOUNT and word.past_participle and not word.adjective and _tagged_as(tagged, at + 1, _WHOLES):
        # "12 tonnes of medicine reached Beirut"
        return VERB
    if _nominal_follows(tagged, at) and (word.adjective or word.past_participle or word.present_participle):
        return ADJ
    if word.present_participle or (previous == DET and word.past_participle is None and not word.adjective):
        # "a diplomatic push", "the wait": no verb stands right behind a determiner.
        return NOUN
    if previous == PREP and word.infinitive is not None and word.past_participle is None and not word.adjective:
        # "is on hold", "of late": nor does a bare form right behind a preposition.
        return NOUN
    return ADJ if word.adjective else VERB


def _predicates(tagged: Tagged, at: int, back: int, language: Language, *, verb_seen: bool) -> bool:
    """Whether a form that is noun (or adjective) and finite verb is the verb of its clause; ``back`` is before it."""
    word, before = tagged.words[at], tagged.tags[back] if back >= 0 else ""
    after = tagged.words[at + 1] if at + 1 < len(tagged.words) else None
    ahead_tag = tagged.tags[at + 1] if at + 1 < len(tagged.tags) else ""
    actor = language.actor_nouns.get(word.noun)
    infinitive = at + 2 >= len(tagged.words) or not (tagged.tags[at + 2] or tagged.words[at + 2].determiner)
    particle = (
        after is not None
        and not ahead_tag
        and infinitive
        and lower(tagged.tokens[at + 1]) in language.grammar.particles.infinitive
    )
    strong = particle or _object_follows(tagged, at)
    did = any(reading.tense == "past" for reading in word.finite) and (
        _nominal_follows(tagged, at) or _particle_follows(tagged, at, language)
    )
    if before in _SUBJECTS and not verb_seen and _particle_follows(tagged, at, language):
        return True
    if before in _AND_OR_COMMA:
        if before == COMMA and not verb_seen and word.plural:
            # "The envoy, a general, presents his credentials", "the king, X, leaves for": behind an apposition.
            named = back > 0 and tagged.tags[back - 1] == PERSON and after is not None and bool(after.preposition)
            return (strong or named) and at > 1
        set_apart = before == COMMA and word.past_participle is not None and _is_done_by(tagged, at, language)
        # "The leader, X, shot back"
        parted = before == COMMA and not word.plural and _particle_follows(tagged, at, language)
        # "Peru, along with Chad, cut ties with": behind an aside about who acts.
        resumed = before == COMMA and did and not word.plural and _closes_aside(tagged, back)
        # "will visit Oman and travel to Malta"
        strong = strong or (word.infinitive is not None and _goes_on_to(tagged, at, back, language))
        return set_apart or parted or resumed or (verb_seen and strong and not word.plural)
    if before not in _SUBJECTS:
        return not word.noun and not word.adjective
    placed = word.noun in language.grammar.groups.localities
    if (
        # "Zamfara state thanked", "the GCC states said on Tuesday"
        (after is not None and not ahead_tag and (_only_verb(after) or (placed and after.finite)))
        or (ahead_tag == PERSON and not word.plural and actor in {"office", "homologue", "envoy"})
        or _disagrees(tagged, at, language)
    ):
        return False
    parted = did and not word.plural and _behind_clause_or_date(tagged, at, language)
    if parted or (_sets_off(tagged, at, language) and not verb_seen):
        return True
    if strong:
        return not verb_seen or (before in _PERSON_OR_NAME and word.plural)
    if verb_seen or tagged.tags[at - 1] == DATE or actor in {"forces", "office", "delegation", "mission"}:
        return False
    if before == PERSON or _verb_later(tagged, at, language):
        return before == PERSON
    subject = tagged.words[at - 1]
    # "The ministry hosts talks", "The government cut ties"
    acts = language.actor_nouns.get(subject.noun) in _ACTS and not subject.plural and (word.plural or did)
    return before == NAME or acts


def _behind_clause_or_date(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether who acts stands before a form with a date, or behind a clause that opens the sentence.

    "Peru on Monday cut ties", "As protests went on, the president cut ties".
    """
    who = at - 1
    while who > 0 and tagged.tags[who] == DATE:
        who -= 1
    acts = tagged.tags[who] in {NAME, PERSON} or bool(language.actor_nouns.get(tagged.words[who].noun))
    if not acts or VERB in tagged.tags[who:at]:
        return False
    if VERB not in tagged.tags[:at]:
        return tagged.tags[at - 1] == DATE
    closed = _comma_before(tagged, who + 1)
    return tagged.tags[0] == SUB and closed > 0 and VERB not in tagged.tags[closed:at]


def _comma_before(tagged: Tagged, at: int) -> int:
    """Where the last comma before a token stands; 0 where there is none."""
    return next((n for n in range(at - 1, 0, -1) if tagged.tags[n] == COMMA), 0)


def _closes_aside(tagged: Tagged, comma: int) -> bool:
    """Whether a comma ends what stands between who opens the sentence and a verb that is still to come."""
    opens = _comma_before(tagged, comma - 1)
    begins = 0
    if tagged.tags[0] == SUB:
        # "As protests went on, X, the president, cut ties": who acts stands behind the clause that opens it.
        begins = _comma_before(tagged, opens)
    return opens > 0 and tagged.tags[opens - 1] in _SUBJECTS and VERB not in tagged.tags[begins:opens]


def _is_done_by(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a form opens an aside that tells who did it: "the talks, set up by Oman, ..."."""
    behind = at + 1
    if behind < len(tagged.tokens) and _particle_follows(tagged, at, language):
        behind += 1
    if behind >= len(tagged.tokens) or tagged.tokens[behind].fold not in language.grammar.prepositions.agent:
        return False
    return any(token.text == "," for token in tagged.tokens[behind:])


def _disagrees(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether the subject is one and the form that of several: "a Chinese bank line of credit"."""
    if not tagged.words[at].noun or tagged.words[at].plural:
        return False
    if any(reading.person == _THIRD or reading.tense == "past" for reading in tagged.words[at].finite):
        return False
    back = at - 1
    while back > 0 and tagged.tags[back] in _NOMINAL:
        if tagged.words[back].plural:
            return False
        back -= 1
    return tagged.tags[back] == DET and lower(tagged.tokens[back]) in language.grammar.indefinite


def _particle_follows(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a verb's own particle follows: "cut short his visit", "pulls out troops"."""
    if at + 1 >= len(tagged.tokens):
        return False
    particle = tagged.tokens[at + 1].fold
    return any(f"{reading.lemma} {particle}" in language.grammar.verbs.phrasal for reading in tagged.words[at].finite)


def _sets_off(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether one official goes to a place that is named: "Thai premier heads to Cambodia", "Modi heads to Rome"."""
    subject, places = tagged.words[at - 1], language.grammar.prepositions.place
    office = language.actor_nouns.get(subject.noun) == "office" and tagged.tags[at - 1] == NOUN
    # A noun of the plural has the form of a verb of the singular: "the premier heads to", "two ministers leave for".
    one = (office and not subject.plural) or tagged.tags[at - 1] == PERSON
    agree = tagged.words[at].plural if one else office and not tagged.words[at].plural
    ahead = tagged.tags[at + 1 : at + 3]
    return agree and ahead == ["", NAME] and tagged.tokens[at + 1].fold in places


def _goes_on_to(tagged: Tagged, at: int, joint: int, language: Language) -> bool:
    """Whether a form joined to what ends in a name or date leads somewhere: "will visit Oman and travel to Malta"."""
    places = language.grammar.prepositions.place
    if joint == 0 or tagged.tags[joint - 1] not in _NAME_OR_DATE or at + 2 >= len(tagged.tokens):
        return False
    if tagged.tags[at + 1] or tagged.tokens[at + 1].fold not in places:
        return False
    where = at + 3 if tagged.words[at + 2].determiner and not tagged.tags[at + 2] else at + 2
    return tagged.tags[where : where + 1] == [NAME]


def _only_verb(word: Word) -> bool:
    """Whether a form is a finite verb and nothing else."""
    return bool(word.finite) and not word.noun and not word.adjective and word.past_participle is None


def _object_follows(tagged: Tagged, at: int) -> bool:
    """Whether what follows can only be an object: a determiner, a name, a figure, a pronoun."""
    after = at + 1
    if after >= len(tagged.tokens):
        return False
    if tagged.tags[after]:
        return tagged.tags[after] in _OPENS_OBJECT
    word = tagged.words[after]
    return bool(word.determiner or word.pronoun or word.number) and not word.preposition


def _nominal_follows(tagged: Tagged, at: int) -> bool:
    after = at + 1
    if after >= len(tagged.tokens):
        return False
    if tagged.tags[after]:
        return tagged.tags[after] in _NOMINAL
    word = tagged.words[after]
    participle = word.past_participle or word.present_participle
    unknown = not word.known and tagged.tokens[after].text[:1].isalnum()
    return bool(word.noun or word.adjective or word.number or participle or unknown)


def _strikes_the_needy(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a noun and verb tells what struck those behind it: "gave tents to flood victims"."""
    if tagged.words[at].noun not in language.grammar.groups.disasters:
        return False
    after = tagged.words[at + 1] if at + 1 < len(tagged.words) else None
    return after is not None and after.noun in language.grammar.groups.needy


def _asks_gerund(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether a gerund follows a particle of infinitives: "their commitment to deepening ties"."""
    particles = language.grammar.particles
    return lower(tagged.tokens[at]) in particles.infinitive and tagged.tokens[at - 1].fold in particles.gerund_after


def _modal_follows(tagged: Tagged, at: int) -> bool:
    """Whether a modal verb and its infinitive follow: "this will be"."""
    ahead = tagged.words[at + 1 : at + 3]
    return (
        len(ahead) > 1
        and any(reading.pos == "aux" for reading in ahead[0].finite)
        and ahead[1].infinitive is not None
        and not ahead[1].preposition
    )


def _tagged_as(tagged: Tagged, at: int, tags: frozenset[str]) -> bool:
    return at < len(tagged.tags) and tagged.tags[at] in tags


def _clause_follows(tagged: Tagged, at: int, *, owned: bool) -> bool:
    """Whether a finite verb comes before the next mark: then the word opens a clause, else a phrase.

    ``owned`` where its subject may be told with whose it is ("after Peru's government left", but "known as Peru's
    ambassador left").
    """
    bracketed = False
    for ahead in range(at + 1, min(len(tagged.words), at + 1 + _AHEAD)):
        if tagged.tokens[ahead].text in {"(", ")"}:
            # What is bracketed is no part of the clause: the short name of the Economic Community.
            bracketed = not bracketed
            continue
        if bracketed:
            continue
        if not tagged.tokens[ahead].text[:1].isalnum():
            if _lists_names(tagged, ahead) or (owned and tagged.tokens[ahead].text[-1:].isalnum()):
                continue
            return False
        if tagged.tags[ahead]:
            continue
        word = tagged.words[ahead]
        if word.relative and ahead > at + 1:
            return False
        if word.finite and ahead > at + 1 and (not (word.noun or word.adjective) or _did(tagged, ahead)):
            return True
    return False


def _lists_names(tagged: Tagged, at: int) -> bool:
    """Whether a comma parts two names of one list: "after Oman, Kenya and Chad broke off ties"."""
    ahead = at + 2 if at + 1 < len(tagged.words) and tagged.words[at + 1].determiner else at + 1
    return tagged.tokens[at].text == "," and tagged.tags[at - 1] == NAME and _tagged_as(tagged, ahead, _NAME)


def _did(tagged: Tagged, at: int) -> bool:
    """Whether a past tense that may be a noun tells what a name before it did: "after Oman cut ties"."""
    past = any(reading.tense == "past" for reading in tagged.words[at].finite)
    after = tagged.words[at + 1] if at + 1 < len(tagged.words) else None
    held = after is not None and bool(after.plural or after.determiner) and not after.preposition
    return past and held and tagged.tags[at - 1] == NAME


def _verb_later(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether another finite verb of the same clause comes later; "talks held in" may be a participle."""
    for ahead in range(at + 1, min(len(tagged.words), at + 1 + _AHEAD)):
        if not tagged.tokens[ahead].text[:1].isalnum():
            return False
        if tagged.tags[ahead]:
            continue
        word = tagged.words[ahead]
        if word.relative:
            return False
        if word.finite and not word.noun and not word.adjective:
            if tagged.tokens[ahead - 1].fold in language.grammar.particles.infinitive:
                # "strikes deal to buy gas"
                continue
            after = tagged.words[ahead + 1] if ahead + 1 < len(tagged.words) else None
            return not (word.past_participle and after is not None and after.preposition)
    return False
