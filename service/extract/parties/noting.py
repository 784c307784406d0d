"""What a sentence leaves in the article's memory: whom it introduces, where it happens, who visits, who attacks."""

from service.extract.claims import VISITS, Claim
from service.extract.names.states import states
from service.extract.parties.actors import Resolver
from service.extract.parties.memory import PAIR, Memory, Trip
from service.extract.parties.referents import NOBODY, Referent, personal
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause

_SEATS = frozenset({"capital", "seat"})
_TO_COME = "VisitAnnounced"
_HELD = frozenset({"office", "envoy"})
_LED = _HELD | {"delegation", "institution", "mission", "forces"}


def note_topic(items: list[Chunk], clauses: list[Clause], resolver: Resolver) -> None:
    """Note what a sentence sets out with ("Quant au président X, il ..."): its pronouns mean it."""
    first = next((item for item in items if item.kind != "adv"), None)
    if first is None or first.kind != "np":
        return
    if first.head in resolver.memory.language.grammar.groups.sides and len(first.adj_codes) == 1 and not first.det:
        # "Côté marocain, le ministre ..."
        resolver.recall.fronted = first.adj_codes
    if not first.prep:
        return
    if first.prep in resolver.memory.language.grammar.prepositions.place:
        resolver.recall.fronted = resolver.place(first)[:1]
        if first.name is not None and first.name.kind in _SEATS:
            resolver.recall.capital = resolver.recall.fronted
    main = next((clause for clause in clauses if clause.vg.finite and not clause.relative), None)
    named = main is not None and main.subject is not None and main.subject.cls != "pronoun"
    if first.prep in resolver.memory.language.grammar.prepositions.topic and not named:
        referent = resolver.resolve(first)
        if referent.codes or first.cls == "person":
            # "Quant à X, il ...": whoever X is, "il" is nobody else.
            resolver.memory.set_subject(referent)


def note_leader(clause: Clause, resolver: Resolver) -> None:
    """Let who leads a delegation or a ministry be of its state, and who is told to hold an office of that one's.

    "An Indian delegation led by the minister X", "X, who heads the Indian mission", "X, who is India's consul".
    """
    grammar, vg, subject = resolver.memory.language.grammar, clause.vg, clause.subject
    if vg.negated or subject is None:
        return
    if vg.lemma in grammar.verbs.leads and vg.passive:
        for one in clause.obliques:
            if one.prep in grammar.prepositions.agent:
                _let_lead(one, subject, resolver)
    elif clause.objects:
        is_one = vg.copula and vg.tense == "pres" and clause.objects[0].cls in _HELD
        if is_one or vg.lemma in grammar.verbs.leads:
            _let_lead(subject, clause.objects[0], resolver)
    for one in clause.obliques:
        if one.prep in grammar.prepositions.heading:
            _let_lead(subject, one, resolver)


def _let_lead(leader: Chunk, led: Chunk, resolver: Resolver) -> None:
    """Let somebody of whom it is not told be of the state of what he leads or of the office that he holds."""
    if led.cls not in _LED or leader.cls not in {"office", "person"}:
        return
    codes = resolver.own_codes(led)
    if not codes:
        known = resolver.resolve(leader).codes if led.cls == "delegation" else ()
        led.adj_codes = known if len(known) == 1 else ()
    elif leader.cls == "office":
        leader.adj_codes = resolver.own_codes(leader) or codes
    else:
        for name in leader.persons:
            if not resolver.memory.person(name)[0]:
                resolver.memory.introduce(name, codes)


def introduce(item: Chunk, resolver: Resolver) -> None:
    """Note the persons whom a phrase names: who "the latter" is, and whom "the two" may mean."""
    if item.cls == "pronoun":
        return
    referent = resolver.resolve(item)
    if item.cls == "institution" and len(referent.codes) == 1:
        resolver.note_short_name(item, referent.codes)
    if not item.comps and not item.conj:
        if referent.codes and personal(referent):
            resolver.memory.latest = referent
            resolver.memory.meet(referent)
        return
    for part in (*[comp for comp in item.comps if comp.persons], item, *item.conj[-1:]):
        referent = resolver.resolve(part)
        if referent.codes and personal(referent):
            each = len(referent.codes) == len(referent.persons) > 1
            # "presidents X and Y, the latter ..."
            last = Referent(referent.codes[-1:], referent.persons[-1:], referent.cls) if each else referent
            resolver.memory.latest = last
            if part is item and not item.conj:
                resolver.memory.meet(referent)


def note_place(clause: Clause, resolver: Resolver) -> None:
    """Note where a clause tells that it happens: "there" may mean it."""
    for oblique in clause.obliques:
        if oblique.prep in resolver.memory.language.grammar.prepositions.place:
            codes = resolver.place(oblique)
            if codes:
                resolver.memory.place = codes[:1]
                return
    subject = clause.subject
    capital = subject is not None and subject.name is not None and subject.name.kind == "capital"
    if subject is not None and subject.cls == "name" and capital and not clause.relative:
        # "Le Caire avait accueilli les voisins. X y est attendu": the capital that acts is where it stands.
        resolver.memory.place = resolver.place(subject)[:1]


def place_of(clause: Clause, resolver: Resolver) -> tuple[str, ...]:
    """The state of the town or country where a clause tells that it happens; empty without one."""
    places = resolver.memory.language.grammar.prepositions.place
    for oblique in clause.obliques:
        if oblique.prep in places and oblique.cls == "name":
            return resolver.place(oblique)[:1]
    return ()


def note_visits(claims: list[Claim], memory: Memory) -> None:
    """Note who visits whom ("son séjour" is the visit told before), and which trip is still to come."""
    visits = memory.visits
    for told in claims:
        if told.type in VISITS:
            for source in told.sources:
                visits[source] = tuple(dict.fromkeys((*visits.get(source, ()), *told.targets)))
        if told.type == _TO_COME:
            last = memory.trip
            goes_on = last is not None and last.sentence == memory.sentence and last.guests == told.sources
            hosts = (*last.hosts, *told.targets) if last is not None and goes_on else told.targets
            memory.trip = Trip(told.sources, tuple(dict.fromkeys(hosts)), memory.sentence)


def note_assailant(clause: Clause, resolver: Resolver) -> None:
    """Note who attacks: the condemned attack is theirs."""
    if clause.vg.lemma not in resolver.memory.language.grammar.verbs.assails or clause.vg.negated:
        return
    agents = [o for o in clause.obliques if o.prep in resolver.memory.language.grammar.prepositions.agent]
    doer = agents[0] if clause.vg.passive and agents else None if clause.vg.passive else clause.subject
    codes = resolver.resolve(doer).codes
    if codes:
        resolver.memory.assailant = codes


def note_assault(item: Chunk, resolver: Resolver) -> None:
    """Note whose attack a phrase names: "la frappe israélienne"."""
    assaults = resolver.memory.language.grammar.groups.assaults
    for part in (item, *item.comps, *item.conj) if item.comps or item.conj else (item,):
        if part.head in assaults:
            codes = resolver.own_codes(part)
            if codes:
                resolver.memory.assailant = codes


def bearer_of(thing: Chunk, clause: Clause, resolver: Resolver) -> Referent:
    """Who is meant where a noun opens the sentence: whose act or thing it names, or the two that it lies between.

    NOBODY where it names nobody; "his visit" is that of the last person.
    """
    if thing.det in resolver.memory.language.grammar.pronouns.possessive:
        return resolver.memory.subject
    bearer = next((comp for comp in thing.comps if comp.cls in {"office", "person"}), None)
    return resolver.resolve(bearer) if bearer is not None else _two_of(thing, clause, resolver)


def _two_of(thing: Chunk, clause: Clause, resolver: Resolver) -> Referent:
    """The two between whom something is: "Relations between X and Y ... They", "X's ties with Y ... Their"."""
    prepositions = resolver.memory.language.grammar.prepositions
    beside = [*thing.comps, *(one for one in clause.obliques if one.first < clause.vg.first)]
    found = [code for one in beside if one.prep in prepositions.between for code in resolver.resolve(one).codes]
    if not found:
        found = [code for one in beside if one.prep in prepositions.company for code in resolver.resolve(one).codes]
        found = [*resolver.own_codes(thing), *found] if found else []
    pair = tuple(dict.fromkeys(found))
    return Referent(pair, cls="name", plural=True) if len(pair) == PAIR and states().issuperset(pair) else NOBODY
