"""Who travels: those with whom somebody is told to arrive, and whose journey "his visit" is."""

from service.extract.acts.frames import Frame
from service.extract.acts.scene import Scene
from service.extract.parties.referents import Referent, personal
from service.extract.syntax.chunk import Chunk


def add_company(frame: Frame, roles: dict[str, Referent], scene: Scene) -> None:
    """Let those visit too with whom the visitor does: "arrived in Kyiv with the presidents of Italy and Romania".

    What stands behind another noun is that noun's ("for talks with the president").
    """
    clause, emission = scene.clause, frame.emissions[0]
    if clause is None or scene.noun is not None or emission.act != "visit" or len(frame.emissions) > 1:
        return
    visitors, hosts = roles.get(emission.left), roles.get(emission.right)
    if visitors is None or hosts is None or not personal(visitors):
        return
    for oblique in clause.obliques:
        beside = oblique.first > clause.vg.first and _goes_with_verb(oblique, scene)
        if oblique.prep not in scene.language.grammar.prepositions.company or not beside:
            continue
        company = scene.resolver.resolve(oblique, against=visitors.codes)
        codes = tuple(code for code in company.codes if code not in hosts.codes and code not in visitors.codes)
        if codes and personal(company) and company.cls != "homologue":
            persons = (*visitors.persons, *company.persons)
            roles[emission.left] = Referent((*visitors.codes, *codes), persons, visitors.cls, plural=True)
        return


def _goes_with_verb(oblique: Chunk, scene: Scene) -> bool:
    """Whether only a verb, a date or a place stands right before a complement."""
    at = next((n for n, item in enumerate(scene.items) if item is oblique), 0)
    before = scene.items[at - 1] if at else None
    if before is None:
        return False
    return before.kind in {"vg", "date"} or (before.cls == "name" and bool(before.prep))


def leave_home(frame: Frame, left_open: list[str], roles: dict[str, Referent], path: list[str], scene: Scene) -> None:
    """Let "his visit to Lome" be of the other one of the two named last, where he who is meant is at home in Lome."""
    emission = frame.emissions[0]
    if scene.noun is None or emission.act != "visit" or left_open != [emission.right]:
        return
    at_home = roles.get(emission.left)
    if at_home is None or f"{emission.left}:{_OWNED}" not in path:
        return
    places = (scene.resolver.place(chunk) for chunk in scene.chunks("place"))
    host = next((codes for codes in places if codes), ())
    guest = scene.resolver.memory.facing(host)
    if host and guest and set(host) == set(at_home.codes):
        roles[emission.left] = Referent(guest, cls="person")
        roles[emission.right] = Referent(host, cls="place")
        path.append(f"{emission.right}:place")
        left_open.clear()


_OWNED = "poss"
