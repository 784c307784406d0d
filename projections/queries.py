"""What the views are asked: each answer is read in one snapshot and says its position.

Live tables answer whatever they can; a question that looks back (``reported_by``, ``known_at``, or a day on
which not every report counted yet) is answered by folding the events that its times admit.
"""

from projections.act_queries import ActQueries
from projections.agreement_queries import AgreementQueries
from projections.article_queries import ArticleQueries
from projections.delivery_queries import DeliveryQueries
from projections.record_queries import RecordQueries
from projections.relation_queries import RelationQueries
from projections.standing_queries import StandingQueries


class Queries(
    RelationQueries, ActQueries, DeliveryQueries, AgreementQueries, StandingQueries, RecordQueries, ArticleQueries
):
    """Read-only questions to the views, each answered by the part that knows about it."""
