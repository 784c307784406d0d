"""All views there are. To add one: write its module and its .sql, and name it here."""

from projections.agreements import AGREEMENTS
from projections.aid import AID
from projections.embassies import EMBASSIES
from projections.envoys import ENVOYS
from projections.memberships import MEMBERSHIPS
from projections.military import MILITARY
from projections.officials import OFFICIALS
from projections.relation import RELATION
from projections.sanctions import SANCTIONS
from projections.timeline import TIMELINE
from projections.view import View
from projections.visits import VISITS

VIEWS: tuple[View, ...] = (
    AGREEMENTS,
    AID,
    EMBASSIES,
    ENVOYS,
    MEMBERSHIPS,
    MILITARY,
    OFFICIALS,
    RELATION,
    SANCTIONS,
    TIMELINE,
    VISITS,
)
