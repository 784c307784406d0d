"""What the views are asked: each answer is read in one snapshot and says its position.

Live tables answer whatever they can; a question that looks back (``reported_by``, ``known_at``, or a day on
which not every report counted yet) is answered by folding the events that its times admit.
"""

from projections.questions.acts import ActQueries
from projections.questions.agreements import AgreementQueries
from projections.questions.articles import ArticleQueries
from projections.questions.deliveries import DeliveryQueries
from projections.questions.records import RecordQueries
from projections.questions.relations import RelationQueries
from projections.questions.standing import StandingQueries


class Queries(
    RelationQueries, ActQueries, DeliveryQueries, AgreementQueries, StandingQueries, RecordQueries, ArticleQueries
):
    """Read-only questions to the views, each answered by the part that knows about it."""
