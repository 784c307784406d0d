"""Verb groups: auxiliaries, participle, clitics and negation read as one verb with tense and voice."""

import msgspec

from service.extract.dates.mentions import DateMention
from service.extract.language import Language
from service.extract.lexicon.morphology import Reading
from service.extract.lexicon.words import lower
from service.extract.tagging.tagged import (
    ADJ,
    ADV,
    AMOUNT,
    COMMA,
    DATE,
    MARK,
    NAME,
    NE,
    NEG,
    NOUN,
    PERSON,
    PRON,
    REL,
    SUB,
    VERB,
    Tagged,
)
from service.extract.text.tokens import Token

_PRON_OR_NE = frozenset({PRON, NE})
_ADV_OR_NEG_OR_NE = frozenset({ADV, NEG, NE})
_NEG_OR_NE = frozenset({NEG, NE})
_ADV_OR_NEG_OR_COMMA = frozenset({ADV, NEG, COMMA})


_COMMA_OR_DATE = frozenset({COMMA, DATE})
_CLAUSAL = frozenset({VERB, COMMA, REL, SUB, MARK, NE})
_DESCRIBED = frozenset({NOUN, ADJ, NAME})
_TOLD = frozenset({NOUN, NAME, PERSON, AMOUNT})
"""What makes an aside one that tells something of its own, beyond when it was."""
_LONGEST_ASIDE = 18
"""Tokens of an aside between an auxiliary and its participle, its commas included."""
_PAIR = 2
_NEAR = 3
"""Tokens between a pronoun and its verb: "je ne le fournis"."""
_THIRD = frozenset({0, 3})
"""The third person, and none told."""
OVER = frozenset({"past", "pluperf"})
"""Tenses of what is done with."""
PARTICIPLES = frozenset({"pastpart", "prespart"})
"""Forms that describe what they stand beside."""


class VerbGroup(msgspec.Struct, gc=False):
    """``form`` is finite, inf, pastpart or prespart; ``tense`` pres, past, imperf, pluperf, fut, cond or condperf.

    ``modal`` is a verb that governs this one inside the group ("doit se rendre").
    """

    first: int
    last: int
    at: int
    lemma: str
    form: str
    tense: str
    passive: bool = False
    reflexive: bool = False
    negated: bool = False
    copula: bool = False
    subjunctive: bool = False
    plural: bool = False
    modal: str = ""
    modal_tense: str = ""
    clitics: tuple[str, ...] = ()
    inverted: bool = False
    dates: tuple[DateMention, ...] = ()
    """Those between its parts."""
    ceased: bool = False
    """Whether it is negated as what no longer is ("n'a plus")."""
    bare: bool = False
    """Whether its form may be an infinitive without a particle as well ("suspend")."""
    ambiguous: bool = False
    """Whether its form may be past tense or past participle ("signed")."""
    aside: tuple[int, int] = (0, 0)
    """Where what stands between its parts begins and ends: "a, lors d'un entretien avec X, dénoncé"."""

    @property
    def finite(self) -> bool:
        """Whether the group carries a clause of its own."""
        return self.form == "finite"


def read_verb_group(tagged: Tagged, at: int, language: Language, *, infinitive: bool = False) -> VerbGroup:
    """The verb group that begins at token ``at``; ``infinitive`` says that a particle before it asks for one."""
    tags, tokens, grammar = tagged.tags, tagged.tokens, language.grammar
    first, count = at, len(tags)
    clitics: list[str] = []
    # "de ne pas se rendre": both words of the negation before the infinitive.
    while at < count and (tags[at] in _PRON_OR_NE or (tags[at] == NEG and at > first and tags[at - 1] == NE)):
        if tags[at] == PRON:
            clitics.append(lower(tokens[at]))
        at += 1
    negated = NE in tags[first:at] or (first > 0 and lower(tokens[first - 1]) in grammar.negation.pairs)
    chain: list[tuple[int, Reading]] = []
    last = at
    while at < count:
        if tags[at] == VERB:
            previous = chain[-1][1] if chain else None
            reading = _reading(tagged, at, previous, language)
            if infinitive and previous is None:
                reading = tagged.words[at].infinitive or reading
            if reading is None or (previous is not None and not _continues(previous, reading, language)):
                break
            if previous is not None and _undergone(tagged, first, clitics, previous, reading, language):
                break
            chain.append((at, reading))
            at += 1
            last = at
        elif tags[at] in _ADV_OR_NEG_OR_NE and chain and not _pairs(tagged, at, chain[-1][1], language):
            if tags[at] in _NEG_OR_NE:
                negated = True
            elif lower(tokens[at]) in grammar.pronouns.there:
                clitics.append(lower(tokens[at]))
            at += 1
        elif tags[at] in _COMMA_OR_DATE and chain and (after := _past_aside(tagged, at, chain[-1][1], language)):
            at = after
        elif tags[at] == PRON and chain and _stands_inside(tagged, at, chain[-1][1], language):
            clitics += [lower(tokens[at])] if tags[at + 1] in {VERB, PRON} else []
            at = tagged.spans[at][0] if at in tagged.spans else at + 1
        else:
            break
    last = _past_negation(tagged, last, language) if negated else last
    if not chain:
        return VerbGroup(
            first, max(last, first + 1), first, "", "finite", "pres", negated=negated, clitics=tuple(clitics)
        )
    particle = _particle(tagged, last, chain[-1][1], language)
    if particle:
        chain[-1] = (chain[-1][0], msgspec.structs.replace(chain[-1][1], lemma=particle))
        last += 1
    group = _compose(
        first,
        last,
        chain,
        negated=negated,
        reflexive=bool(clitics) and _is_reflexive(tagged, first, clitics, language),
        clitics=tuple(clitics),
        tagged=tagged,
        language=language,
    )
    group.aside = _aside_inside(tagged, first, last)
    group.dates = _dates_inside(tagged, first, last) if not group.aside[1] else ()
    group.ceased = negated and _no_longer(tagged, first, last, language)
    group.negated = group.negated or _nearly(tagged, first, last, language)
    return group


def _aside_inside(tagged: Tagged, first: int, last: int) -> tuple[int, int]:
    """Where what is told between the parts of a verb begins and ends, commas included; (0, 0) where nothing is."""
    if last - first <= _PAIR:
        return 0, 0
    commas = [at for at in range(first, last) if tagged.tags[at] == COMMA]
    if len(commas) < _PAIR or _TOLD.isdisjoint(tagged.tags[commas[0] : commas[-1]]):
        return 0, 0
    return commas[0], commas[-1] + 1


def _nearly(tagged: Tagged, first: int, last: int, language: Language) -> bool:
    """Whether an adverb before the verb or inside it says that it did not quite happen: "nearly expelled"."""
    words = language.grammar.negation.nearly
    if first > 1 and f"{lower(tagged.tokens[first - 2])} {lower(tagged.tokens[first - 1])}" in words:
        # "all but broke off"
        return True
    begin = max(0, first - 1)
    return any(
        tag == ADV and lower(token) in words
        for tag, token in zip(tagged.tags[begin:last], tagged.tokens[begin:last], strict=True)
    )


def _past_negation(tagged: Tagged, last: int, language: Language) -> int:
    """Where a negated verb ends with the words of its negation behind it."""
    while last < len(tagged.tags) and tagged.tags[last] in _NEG_OR_NE:
        if lower(tagged.tokens[last]) in language.grammar.negation.pairs:
            break
        last += 1
    return last


def _pairs(tagged: Tagged, at: int, previous: Reading, language: Language) -> bool:
    """Whether a negation at ``at`` is that of a further verb: "neither condemned nor supported"."""
    joined = lower(tagged.tokens[at]) in language.grammar.negation.pairs
    return joined and _goes_on(tagged, at + 1, previous, language) is None


def _undergone(
    tagged: Tagged, first: int, clitics: list[str], previous: Reading, reading: Reading, language: Language
) -> bool:
    """Whether an infinitive is a verb of its own that the subject undergoes: "s'est fait expulser"."""
    if reading.mood != "inf" or previous.lemma not in language.grammar.verbs.undergoes:
        return False
    return _is_reflexive(tagged, first, clitics, language)


def _is_reflexive(tagged: Tagged, first: int, clitics: list[str], language: Language) -> bool:
    """Whether one of the pronouns before a verb means its subject: "s'est rendu", "nous nous sommes rendus"."""
    pronouns = language.grammar.pronouns
    if not pronouns.reflexive.isdisjoint(clitics):
        return True
    if not pronouns.own:
        return False
    before = lower(tagged.tokens[first - 1]) if first else ""
    return not pronouns.own.get(before, _NONE).isdisjoint(clitics)


_NONE: frozenset[str] = frozenset()


def _stands_inside(tagged: Tagged, at: int, previous: Reading, language: Language) -> bool:
    """Whether a pronoun is inside a verb group: a clitic ("doit se rendre"), or one that only stresses the subject."""
    if _stresses(tagged, at, previous, language):
        return True
    if lower(tagged.tokens[at]) not in language.grammar.pronouns.clitic:
        return False
    ahead = at + 1
    while ahead < len(tagged.tags) and tagged.tags[ahead] == PRON:
        ahead += 1
    if ahead >= len(tagged.tags) or tagged.tags[ahead] != VERB:
        return False
    reading = _reading(tagged, ahead, previous, language)
    return reading is not None and _continues(previous, reading, language)


def _stresses(tagged: Tagged, at: int, previous: Reading, language: Language) -> bool:
    """Whether a pronoun inside a verb group only stresses its subject: "se sont eux aussi parlé"."""
    if lower(tagged.tokens[at]) not in language.grammar.pronouns.emphatic:
        return False
    return _goes_on(tagged, at + 1, previous, language) is not None


def _goes_on(tagged: Tagged, at: int, previous: Reading, language: Language) -> Reading | None:
    """The participle or infinitive that a verb group goes on with behind words of no weight; None where it ends."""
    emphatic = language.grammar.pronouns.emphatic
    while at < len(tagged.tags) and (
        tagged.tags[at] in _ADV_OR_NEG_OR_COMMA or (tagged.tags[at] == PRON and lower(tagged.tokens[at]) in emphatic)
    ):
        at += 1
    if at >= len(tagged.tags) or tagged.tags[at] != VERB:
        return None
    reading = _reading(tagged, at, previous, language)
    return reading if reading is not None and _continues(previous, reading, language) else None


def _past_aside(tagged: Tagged, at: int, previous: Reading, language: Language) -> int:
    """The token after what stands between the parts of a verb at ``at``; 0 where nothing does."""
    if tagged.tags[at] == COMMA:
        return at + 1 if _aside_ends(tagged, at, previous, language) else _behind_aside(tagged, at, previous, language)
    return tagged.spans[at][0] if _date_inside(tagged, at, previous, language) else 0


def _no_longer(tagged: Tagged, first: int, last: int, language: Language) -> bool:
    """Whether a verb is negated as what is no longer so ("n'a plus")."""
    ceased = language.grammar.negation.ceased
    return bool(ceased) and any(
        tagged.tags[n] in _NEG_OR_NE and lower(tagged.tokens[n]) in ceased for n in range(max(0, first - 1), last)
    )


def _dates_inside(tagged: Tagged, first: int, last: int) -> tuple[DateMention, ...]:
    if DATE not in tagged.tags[first:last]:
        return ()
    spans = [tagged.spans[at][1] for at in range(first, last) if tagged.tags[at] == DATE and at in tagged.spans]
    return tuple(dict.fromkeys(what for what in spans if isinstance(what, DateMention)))


def _date_inside(tagged: Tagged, at: int, previous: Reading, language: Language) -> bool:
    """Whether a date stands between an auxiliary and its verb: "has since May flown in", "will on Monday leave"."""
    verbs = language.grammar.verbs
    perfect = previous.lemma in verbs.have or previous.lemma in verbs.be
    if at not in tagged.spans or not (perfect or previous.pos == "aux"):
        return False
    after = tagged.spans[at][0]
    while after < len(tagged.tags) and tagged.tags[after] == ADV:
        after += 1
    if after >= len(tagged.tags) or tagged.tags[after] != VERB:
        return False
    reading = _reading(tagged, after, previous, language)
    awaited = "pastpart" if perfect else "inf"
    return reading is not None and reading.mood == awaited and _continues(previous, reading, language)


def _aside_ends(tagged: Tagged, at: int, previous: Reading, language: Language) -> bool:
    """Whether only an adverb between commas stands before the participle: "s'est, également, entretenu"."""
    if tagged.tags[at + 1 : at + 2] == [VERB] and tagged.tags[at - 1] not in {ADV, PRON}:
        return False
    reading = _goes_on(tagged, at + 1, previous, language)
    stressed = tagged.tags[at + 1 : at + 2] == [PRON] or tagged.tags[at - 1] == PRON
    return reading is not None and (reading.mood == "pastpart" or stressed)


def _behind_aside(tagged: Tagged, at: int, previous: Reading, language: Language) -> int:
    """Where the participle stands behind an aside without a verb ("avait, le 28 mai, dénoncé"); 0 where none does.

    Behind a word for the future it is the infinitive ("will not, after all, go").
    """
    verbs, tags = language.grammar.verbs, tagged.tags
    ahead = previous.lemma in verbs.future
    if not ahead and previous.lemma not in verbs.have and previous.lemma not in verbs.be:
        return 0
    end = at + 1
    while end < min(len(tags), at + _LONGEST_ASIDE) and (tags[end] not in _CLAUSAL or _only_describes(tagged, end)):
        end += 1
    if end + 1 >= len(tags) or tags[end] != COMMA or tags[end + 1] != VERB or end == at + 1:
        return 0
    reading = _reading(tagged, end + 1, previous, language)
    return end + 1 if reading is not None and reading.mood == ("inf" if ahead else "pastpart") else 0


def _only_describes(tagged: Tagged, at: int) -> bool:
    """Whether a participle right behind a noun says more of it: "a, selon un texte publié lundi, rompu"."""
    participle = tagged.tags[at] == VERB and tagged.words[at].past_participle is not None
    return participle and tagged.tags[at - 1] in _DESCRIBED


def _particle(tagged: Tagged, at: int, verb: Reading, language: Language) -> str:
    """The verb with the particle that follows it, where the two are one ("break off"); empty where they are not."""
    if at >= len(tagged.tags) or at in tagged.spans:
        return ""
    phrasal = f"{verb.lemma} {lower(tagged.tokens[at])}"
    return phrasal if phrasal in language.grammar.verbs.phrasal else ""


def _reading(tagged: Tagged, at: int, previous: Reading | None, language: Language) -> Reading | None:
    word, verbs = tagged.words[at], language.grammar.verbs
    if previous is not None and (previous.lemma in verbs.have or previous.lemma in verbs.be):
        if word.past_participle is not None:
            return word.past_participle
        if previous.lemma in verbs.be and word.present_participle is not None:
            return word.present_participle
        return word.infinitive if previous.lemma in language.grammar.controls.get("planned", frozenset()) else None
    if previous is not None and word.infinitive is not None:
        return word.infinitive
    third = _third_person(word.finite, language)
    if previous is None and (third or word.finite):
        if third is None and word.past_participle is not None and not _first_person(tagged, at, language):
            # "les véhicules fournis par X": nobody says "je".
            return word.past_participle
        return _set_apart(tagged, at, language) or third or word.finite[0]
    return word.past_participle or word.infinitive or word.present_participle or third


def _set_apart(tagged: Tagged, at: int, language: Language) -> Reading | None:
    """The participle that a form may be which opens an aside: "l'ambassade, close en 1993, a rouvert"."""
    participle = tagged.words[at].past_participle
    if participle is None or language.compounds or at < _NEAR or at + 1 >= len(tagged.tokens):
        return None
    opens = tagged.tokens[at - 1].text == "," and bool(tagged.tags[at - 2]) and tagged.tags[at - 2] != VERB
    goes_on = tagged.tags[at + 1] == DATE or bool(tagged.words[at + 1].preposition)
    return participle if opens and goes_on and "," in {token.text for token in tagged.tokens[at + 1 :]} else None


def _first_person(tagged: Tagged, at: int, language: Language) -> bool:
    """Whether who speaks stands shortly before a verb, or need not stand there."""
    pronouns = language.grammar.pronouns
    near = {lower(token) for token in tagged.tokens[max(0, at - _NEAR) : at]}
    return language.grammar.silent_subjects or not near.isdisjoint(pronouns.first)


def _third_person(finite: tuple[Reading, ...], language: Language) -> Reading | None:
    if len(finite) > 1:
        auxiliary = _auxiliary(finite, language)
        if auxiliary is not None:
            return auxiliary
    for reading in finite:
        if reading.person in _THIRD:
            return reading
    return None


def _auxiliary(finite: tuple[Reading, ...], language: Language) -> Reading | None:
    """The reading as an auxiliary, where a form has one: "étaient" is of "être" before it is of any other verb."""
    verbs = language.grammar.verbs
    return next((r for r in finite if r.person in {0, 3} and (r.lemma in verbs.be or r.lemma in verbs.have)), None)


def _continues(previous: Reading, reading: Reading, language: Language) -> bool:
    verbs = language.grammar.verbs
    if reading.mood == "pastpart":
        return previous.lemma in verbs.have or previous.lemma in verbs.be
    if reading.mood == "prespart":
        return previous.lemma in verbs.be and previous.mood != "prespart"
    if reading.mood == "inf":
        return previous.lemma in language.governing
    return False


def _compose(
    first: int,
    last: int,
    chain: list[tuple[int, Reading]],
    *,
    negated: bool,
    reflexive: bool,
    clitics: tuple[str, ...],
    tagged: Tagged,
    language: Language,
) -> VerbGroup:
    verbs = language.grammar.verbs
    head = chain[0][1]
    at, main = chain[-1]
    modal, modal_tense = "", ""
    tense, form = _simple_tense(head), _form(head)
    start = 0
    # A modal chain: "doit se rendre", "a dû quitter", "devrait être reçu".
    for n, (_where, reading) in enumerate(chain[1:], 1):
        if reading.mood == "inf" and chain[n - 1][1].lemma not in verbs.support:
            modal = chain[n - 1][1].lemma
            modal_tense = _tense_of([r for _, r in chain[start:n]], language)
            start = n
    parts = [main]
    if len(chain) > 1:
        parts = [reading for _, reading in chain[start:] if reading.lemma not in verbs.support] or parts
    passive = False
    if len(parts) > 1:
        auxiliaries = parts[:-1]
        tense = _tense_of(parts, language)
        if main.mood == "pastpart" and any(reading.lemma in verbs.be for reading in auxiliaries):
            passive = main.lemma not in verbs.active_with_be and not reflexive
            if not passive and len(auxiliaries) == 1:
                tense = _perfect(_simple_tense(auxiliaries[0]))
    if modal:
        form = _form(head)
        tense = modal_tense if start == 0 else tense
    elif len(parts) == 1 and main.mood == "pastpart":
        form, tense, passive = "pastpart", "past", main.lemma not in verbs.active_with_be
    alone = len(chain) == 1 and form == "finite"
    if alone and language.compounds and _is_past_too(head, tagged.words[at].finite):
        tense = "past"
    past = tense == "past" or any(reading.tense == "past" for reading in tagged.words[at].finite)
    ambiguous = alone and past and tagged.words[at].past_participle is not None
    return VerbGroup(
        first,
        last,
        at,
        main.lemma,
        form,
        tense,
        passive=passive,
        reflexive=reflexive,
        negated=negated,
        copula=main.lemma in verbs.copulas and not passive,
        subjunctive=head.mood == "sub" and "ind" not in [r.mood for r in tagged.words[chain[0][0]].finite],
        plural=head.number == "p" or (language.compounds and head.tense == "pres" and head.person == 0),
        modal=modal,
        modal_tense=modal_tense,
        clitics=clitics,
        ambiguous=ambiguous,
        bare=alone and language.compounds and head.tense == "pres" and tagged.words[at].infinitive is not None,
        inverted=bool([1 for where, _ in chain if _inverted(tagged.tokens[where], language)]),
    )


def _is_past_too(present: Reading, finite: tuple[Reading, ...]) -> bool:
    """Whether a form of the present is the past as well, as the press mostly means it: "cut", "put", "set"."""
    return present.tense == "pres" and any(r.tense == "past" and r.lemma == present.lemma for r in finite)


def _inverted(token: Token, language: Language) -> bool:
    """Whether a verb has its subject behind it: "a-t-il"."""
    return "-" in token.fold and lower(token).endswith(language.grammar.pronouns.inverted)


def _form(reading: Reading) -> str:
    return reading.mood if reading.mood in {"inf", "pastpart", "prespart"} else "finite"


def _simple_tense(reading: Reading) -> str:
    if reading.mood == "cond":
        return "cond"
    return reading.tense or "pres"


_PERFECT = {"pres": "past", "imperf": "pluperf", "past": "pluperf", "fut": "fut", "cond": "condperf"}


def _perfect(tense: str) -> str:
    return _PERFECT.get(tense, "past")


def _tense_of(parts: list[Reading], language: Language) -> str:
    """The tense of auxiliaries and participle together."""
    verbs = language.grammar.verbs
    first = parts[0]
    tense = _simple_tense(first)
    if first.mood in {"inf", "prespart"}:
        return "past" if len(parts) > 1 and first.lemma in verbs.have else "pres"
    if len(parts) == 1:
        return tense
    if first.lemma in verbs.have:
        return _perfect(tense)
    if first.lemma in verbs.future:
        return "fut"
    return tense
