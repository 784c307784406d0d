"""How much was given, where another clause tells it than the one that tells the gift.

"The grant, announced in May, totals 3 million euros." "L'enveloppe s'élève à 3 millions." "The shipment includes 20
tents and two tonnes of rice." A gift without a figure that the sentence, or one of the last two, told of takes it.
Not so where the figure is denied or left open, or of another gift: "the previous shipment", "the loan to Angola".
"""

import msgspec

from service.extract.acts.truth import judge
from service.extract.amounts.mentions import AmountMention
from service.extract.amounts.shipments import GENERIC, is_money, is_valued, worth_before
from service.extract.claims import Claim
from service.extract.language import Language
from service.extract.parties.actors import Resolver
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.tokens import Token

_GIVEN = frozenset({"AidDelivered", "AidPledged", "AidSuspended", "MilitarySupportProvided"})
_LASTS = 2
"""Sentences for which a gift without a figure may still be counted."""

_YEAR = 4
"""Letters of a date that name its year."""
_FURTHEST = 2
"""Tokens behind a figure at which a word may say that it is a difference."""


class Uncounted(msgspec.Struct):
    """The gifts that were told last without a figure, and the sentence that told them."""

    claims: list[Claim] = []
    sentence: int = 0


def note_uncounted(claims: list[Claim], known: Uncounted, sentence: int) -> Uncounted:
    """The gifts of a sentence that nothing counts; those known before where it tells of none."""
    given = [one for one in claims if one.type in _GIVEN]
    if not given:
        return known
    bare = [one for one in given if one.amount is None or not one.amount.counted]
    kinds = {(one.type, one.sources, one.targets) for one in bare}
    return Uncounted(bare, sentence) if len(bare) == len(given) and len(kinds) == 1 else Uncounted()


def count_later(
    known: Uncounted,
    clauses: list[Clause],
    items: list[Chunk],
    tokens: list[Token],
    language: Language,
    resolver: Resolver,
) -> list[Claim]:
    """Give the gifts told last the figure that a clause tells of them; the claims of any further goods."""
    sentence = resolver.memory.sentence
    if not known.claims or sentence - known.sentence > _LASTS:
        return []
    parties = {code for one in known.claims for code in (*one.sources, *one.targets)}
    others = [at for at, codes in resolver.spans if parties.isdisjoint(codes)]
    year = _year_of(known.claims[0], resolver.memory.published)
    named = known.claims[0].amount
    goods = named.item or "" if named is not None and named.item not in GENERIC else ""
    figures = _figures(
        clauses, items, tokens, language, others, year=year, same=sentence == known.sentence, goods=goods
    )
    if not figures:
        return []
    claim = known.claims[0]
    first, *more = figures
    _count(claim, first, known.claims)
    known.claims = []
    if is_money(first.unit):
        return []
    return [msgspec.structs.replace(claim, amount=figure) for figure in more if not is_money(figure.unit)]


def _year_of(claim: Claim, published: str | None) -> str:
    """The year of a gift: as told, else that of publication; empty where neither is known."""
    told = claim.when.start or claim.when.end if claim.when is not None else None
    return (told or published or "")[:_YEAR]


def _count(claim: Claim, figure: AmountMention, told: list[Claim]) -> None:
    """Give a gift its figure; a sum, and tonnes of nothing named, are of the goods that were ``told``."""
    items = [one.amount.item for one in told if one.amount is not None and one.amount.item not in GENERIC]
    item = next((name for name in items if name is not None), None)
    named = item is not None and (is_money(figure.unit) or figure.item is None)
    claim.amount = msgspec.structs.replace(figure, item=item) if named else figure
    claim.military = claim.military or figure.military


def _figures(
    clauses: list[Clause],
    items: list[Chunk],
    tokens: list[Token],
    language: Language,
    others: list[int],
    *,
    year: str,
    same: bool,
    goods: str,
) -> list[AmountMention]:
    """The figures that a sentence tells of the gift; ``same`` where it is the one that tells the gift itself.

    ``goods`` are what was given, where that was named; ``year`` is that of the gift, empty where it is not known;
    ``others`` are the tokens at which parties are named that have no part in it.
    """
    groups = language.grammar.groups
    for clause in clauses:
        subject, verb = clause.subject, clause.vg
        if subject is None or verb.form == "inf":
            continue
        taken_up = not same and _takes_up(clause, subject, language)
        if not (taken_up or _means_the_gift(subject, language)):
            continue
        if judge(clause, language, reported=False).dropped or _is_of_another_year(clause, year):
            return []
        counts = verb.lemma in groups.worths or (verb.copula and subject.cls != "pronoun") or _costs(subject, language)
        if counts or verb.lemma in groups.comprises:
            told = [
                part.amount
                for chunk in (*clause.objects, *clause.obliques)
                for part in (chunk, *chunk.conj)
                if part.amount is not None and part.amount.counted
            ]
            if counts:
                told = [one for one in told if is_money(one.unit) or one.unit == "t"][:1]
            if taken_up:
                # "Elle compte trois millions d'habitants" is said of a country.
                told = [one for one in told if one.unit != "persons"]
            if told:
                differs = any(_is_difference(one, tokens, groups.differences) for one in told)
                return told if not differs and _is_ours(subject, told[-1].last, others) else []
    if same:
        return []
    first = next((item for item in items if item.kind == "np"), None)
    if first is None or first.cls == "pronoun":
        return []
    main = next((clause.subject for clause in clauses if clause.vg.finite and clause.subject is not None), None)
    if first.prep and main is not None and _means_the_gift(main, language):
        # "D'un coût de deux millions, ce don"
        worth = worth_before(items, main.first, groups.costs)
        return [worth] if worth is not None and _is_ours(main, main.last, others) else []
    if first.prep or not (_means_the_gift(first, language) or (goods and _means_goods(first, goods, language))):
        return []
    told = [
        part.amount
        for item in items
        for part in (item, *item.comps)
        if part.amount is not None
        and part.amount.counted
        and is_valued(part.amount, tokens, language.grammar.valuations)
    ][:1]
    return told if told and _is_ours(first, told[0].last, others) else []


def _is_of_another_year(clause: Clause, year: str) -> bool:
    """Whether a clause tells of other years than that of the gift: "In 2022 the package was worth 40 billion"."""
    days = [chunk.date.past for chunk in clause.dates if chunk.date is not None]
    years = {bound[: len(year)] for day in days for bound in (day.start, day.end) if bound is not None}
    return bool(year) and bool(years) and year not in years


def _is_difference(figure: AmountMention, tokens: list[Token], words: frozenset[str]) -> bool:
    """Whether a figure only tells how far one gift is from another: "3 million dollars less than"."""
    folds = [token.fold for token in tokens[figure.last : figure.last + _FURTHEST]]
    return bool(folds) and folds[0].isalpha() and any(fold in words for fold in folds)


def _is_ours(subject: Chunk, last: int, others: list[int]) -> bool:
    """Whether nobody else is named from the phrase for the gift to its figure."""
    return not any(subject.first <= at < last for at in others)


def _means_the_gift(subject: Chunk, language: Language) -> bool:
    """Whether a phrase means a gift told before: "the loan", "cette enveloppe", "le montant du don"."""
    groups = language.grammar.groups
    if subject.head not in groups.gifts or (subject.amount is not None and subject.amount.counted):
        return False
    if not groups.others.isdisjoint(subject.adjectives) or any(_is_another_matter(c, language) for c in subject.comps):
        return False
    return subject.det in groups.determiners or subject.det in language.grammar.pronouns.possessive


def _means_goods(subject: Chunk, goods: str, language: Language) -> bool:
    """Whether a definite phrase names the very goods that were given: "the rice"."""
    amount = subject.amount
    named = amount is not None and not amount.counted and amount.item == goods
    return named and subject.det in language.grammar.groups.determiners and not subject.comps


def _takes_up(clause: Clause, subject: Chunk, language: Language) -> bool:
    """Whether a pronoun means the gift told before, or a phrase its worth: "Elle compte", "son coût"."""
    groups, pronouns = language.grammar.groups, language.grammar.pronouns
    if subject.cls == "pronoun":
        made_up = clause.vg.lemma in groups.comprises or (clause.vg.lemma in groups.worths and clause.vg.passive)
        return made_up and subject.head in pronouns.third
    if not _costs(subject, language):
        return False
    return subject.det in pronouns.possessive or any(_means_the_gift(one, language) for one in subject.comps)


def _costs(subject: Chunk, language: Language) -> bool:
    """Whether a phrase is for what something is worth: "son coût", "the value of the gift"."""
    return subject.head in language.grammar.groups.costs


def _is_another_matter(complement: Chunk, language: Language) -> bool:
    """Whether a complement says that the sum is for something else than the gift: "l'enveloppe du prix"."""
    grammar = language.grammar
    own = complement.cls != "noun" or complement.amount is not None or bool(complement.adj_codes)
    return (
        complement.prep in grammar.prepositions.possession and not own and complement.head not in grammar.groups.gifts
    )
