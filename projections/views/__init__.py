"""All views there are. To add one: write its module and its .sql beside this, and name it here."""

from projections.view import View
from projections.views.agreements import AGREEMENTS
from projections.views.aid import AID
from projections.views.embassies import EMBASSIES
from projections.views.envoys import ENVOYS
from projections.views.memberships import MEMBERSHIPS
from projections.views.military import MILITARY
from projections.views.officials import OFFICIALS
from projections.views.relation import RELATION
from projections.views.sanctions import SANCTIONS
from projections.views.timeline import TIMELINE
from projections.views.visits import VISITS

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
