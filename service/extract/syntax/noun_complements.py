"""What a noun has behind it: of whom, of what, with whom; each complement finds its head."""

from service.extract.language import Language
from service.extract.syntax.appositions import last_complements
from service.extract.syntax.chunk import ACTORS, BEARERS, PARTED, Chunk
from service.extract.text.tokens import Token


def take_complements(items: list[Chunk], tokens: list[Token], language: Language) -> list[Chunk]:
    """The phrases with the complements of each in its ``comps``."""
    possession = language.grammar.prepositions.possession
    origin = language.grammar.prepositions.origin
    out: list[Chunk] = []
    for at, item in enumerate(items):
        prep = item.prep
        if not prep or item.kind != "np" or not out:
            out.append(item)
            continue
        host = out[-1]
        if (
            (prep in origin and _comes_from(host, item, language))
            or (host.cls == "envoy" and _is_seat(item, items[at + 1 : at + 3], language))
            or (prep in language.grammar.prepositions.charge and _is_charge(host, item, language))
            or (prep in language.grammar.prepositions.dative and _is_department(host, item, tokens))
        ):
            host.comps.append(item)
            continue
        if _is_parted(host) and _serves(item, language):
            (host if host.cls in PARTED else host.comps[0]).comps.append(item)
            continue
        if prep in possession:
            if host.kind == "adv" and len(out) > 1 and _lacks_state(out[-2], language):
                # "le président en exercice de la CEDEAO"
                out.pop()
            previous = out[-1]
            if previous.kind == "np" and _takes_complement(previous, item):
                _innermost(previous, item, language).comps.append(item)
                if not previous.head and previous.cls == "noun" and item.cls in PARTED:
                    # "four of the six diplomats"
                    previous.cls, previous.plural = "collective", True
                continue
            if previous.kind == "date" and len(out) > 1 and _lacks_complement(out[-2], item):
                # "signature mercredi d'un traité": the date stands between a noun and its complement.
                out[-2].comps.append(item)
                continue
            if previous.kind in {"comma", "and"} and len(out) > 1:
                charge = out[-2].cls == "office" and _is_written_large(item, tokens)
                last = next(
                    (
                        one
                        for one in last_complements(out[-2])
                        # "ministre des Transports et de la Pêche": ministries, whatever each is
                        if one.prep == prep and (_alike(one, item) or (charge and _is_written_large(one, tokens)))
                    ),
                    None,
                )
                if last is not None and (previous.kind == "and" or _list_goes_on(items, at, possession)):
                    last.conj.append(item)
                    out.pop()
                    continue
        out.append(item)
    return out


def _comes_from(host: Chunk, item: Chunk, language: Language) -> bool:
    """Whether a phrase tells whose an actor is: "ministers from Egypt", but "the ambassador from Paris" sat there."""
    theirs = item.cls == "institution" and bool(item.adj_codes)
    named = item.cls == "name" or theirs or any(comp.cls == "name" for comp in item.comps)
    if host.head in language.grammar.groups.carriers:
        # "a plane from Havana carrying doctors"
        return named and not host.comps
    return named and host.kind == "np" and host.cls != "envoy" and _lacks_state(host, language)


def _is_seat(item: Chunk, behind: list[Chunk], language: Language) -> bool:
    """Whether a phrase is where an envoy is posted, between him and who acts with him: "à Niamey et le ministre"."""
    prepositions = language.grammar.prepositions
    if item.cls != "name":
        return False
    if item.prep not in prepositions.place and item.prep not in prepositions.dative:
        return False
    return [piece.kind for piece in behind] == ["and", "np"] and behind[1].cls in BEARERS and not behind[1].prep


def _is_parted(host: Chunk) -> bool:
    """Whether a phrase means envoys, or some of several."""
    return host.cls in PARTED or (host.cls == "collective" and bool(host.comps) and host.comps[0].cls in PARTED)


def _serves(item: Chunk, language: Language) -> bool:
    """Whether a phrase is the embassy at which an envoy is: "two diplomats at the Irish embassy"."""
    prepositions = language.grammar.prepositions
    at_it = item.prep in prepositions.place or item.prep in prepositions.dative
    return at_it and item.cls == "mission" and (bool(item.adj_codes) or bool(item.comps))


def _is_charge(host: Chunk, item: Chunk, language: Language) -> bool:
    """Whether a phrase tells what somebody is minister for; a state there is no charge ("envoy for Sudan")."""
    groups, charge = language.grammar.groups, language.grammar.prepositions.charge
    in_charge = host.kind == "np" and host.head in groups.charged
    plain = item.cls in {"noun", "institution", "country", "forces"} and not item.adj_codes
    opened = not item.det or item.det in groups.charge_articles
    return in_charge and plain and opened and not host.persons and not any(comp.prep in charge for comp in host.comps)


def _is_department(host: Chunk, item: Chunk, tokens: list[Token]) -> bool:
    """Whether a phrase written large is what an office is for: "la ministre indienne aux Affaires étrangères"."""
    large = item.det != "" or item.first < item.head_at
    office = host.kind == "np" and host.cls == "office" and not host.persons
    return office and large and _is_written_large(item, tokens)


def _is_written_large(item: Chunk, tokens: list[Token]) -> bool:
    """Whether a phrase that names no state is written as a ministry is: "la Coopération"."""
    plain = item.cls in {"noun", "institution", "forces"} and not (item.adj_codes or item.name)
    return plain and tokens[item.head_at].text[:1].isupper() and not tokens[item.head_at].text.isupper()


def _innermost(host: Chunk, item: Chunk, language: Language) -> Chunk:
    """Whom a further complement belongs to: "la visite du ministre du Mali" is of a minister, and he of Mali."""
    acts = language.frames.by_noun
    while host.comps:
        last = host.comps[-1]
        # "la cérémonie de remise de 5 000 tonnes": what is remitted completes the act, not its occasion.
        of_act = last.head in acts and host.head not in acts and not last.det
        if not _lacks_state(last, language) and not of_act and not _done_by(item, last, host, language):
            break
        host = last
    return host


def _done_by(item: Chunk, act: Chunk, host: Chunk, language: Language) -> bool:
    """Whether a person behind an act is who does it: "l'annulation de la visite du président" is of his visit."""
    person = item.cls in PARTED or item.cls in {"person", "homologue", "delegation"}
    return person and host.cls == "noun" and act.cls == "noun" and act.head in language.frames.by_noun


def _lacks_state(chunk: Chunk, language: Language) -> bool:
    owned = chunk.det in language.grammar.pronouns.possessive and chunk.cls != "homologue"
    named = owned or chunk.adj_codes or chunk.persons or any(comp.cls in {"name", "person"} for comp in chunk.comps)
    return chunk.cls in BEARERS and not named


def _takes_complement(head: Chunk, item: Chunk) -> bool:
    """Names and persons take no complement but a name: "Moscou de son soutien" are two arguments of one verb."""
    if head.cls in {"name", "person"}:
        return item.cls in {"name", "person"}
    return head.cls != "pronoun"


def _lacks_complement(head: Chunk, item: Chunk) -> bool:
    return head.kind == "np" and not head.comps and _takes_complement(head, item)


def _alike(one: Chunk, other: Chunk) -> bool:
    if one.cls == other.cls:
        return True
    return one.cls in ACTORS and other.cls in ACTORS


def _list_goes_on(items: list[Chunk], at: int, possession: frozenset[str]) -> bool:
    """Whether a comma before this complement is that of a list: another comma or an "and" and a like one follow."""
    after = at + 1
    if after + 1 < len(items) and items[after].kind in {"comma", "and"}:
        following = items[after + 1]
        if following.kind == "np" and following.prep in possession and _alike(items[at], following):
            return True
    # "du Mali, du Tchad et du Niger": the last one has been joined by "and" already when read.
    return at > 1 and items[at].cls == "name" and items[at - 2].kind == "np"
