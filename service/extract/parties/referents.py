"""Whom a phrase stands for: states and organisations, the persons who act for them, or nobody."""

import msgspec

_PERSONAL = frozenset({"office", "homologue", "envoy", "person", "delegation"})


class Referent(msgspec.Struct, gc=False):
    """Whom a phrase stands for: codes of states and organisations, names of persons, and its kind."""

    codes: tuple[str, ...]
    persons: tuple[str, ...] = ()
    cls: str = ""
    plural: bool = False

    def __bool__(self) -> bool:
        return bool(self.codes)


FACED = "faced"
"""The class of a referent whom an act before has there: who is summoned is told what the summons is for."""
CROWD = "crowd"
"""The class of people who speak for no state: "thousands of Belgians", "most Germans", a single lawmaker."""
NOBODY = Referent(())


def personal(referent: Referent) -> bool:
    """Whether a referent is one or more persons acting for a state: only they travel and meet."""
    return referent.cls in _PERSONAL or bool(referent.persons)
