"""All views there are. To add one: write its module and its .sql, and name it here."""

from projections.aid import AID
from projections.relation import RELATION
from projections.timeline import TIMELINE
from projections.view import View
from projections.visits import VISITS

VIEWS: tuple[View, ...] = (AID, RELATION, TIMELINE, VISITS)
