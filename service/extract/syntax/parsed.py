"""A sentence taken apart: what its triggers are matched against, and what dates and counts their acts."""

import msgspec

from service.extract.language import Language
from service.extract.syntax.chunk import Chunk
from service.extract.syntax.clause import Clause
from service.extract.text.sentences import Place
from service.extract.text.tokens import Token


class Parsed(msgspec.Struct, frozen=True):
    """The tokens of a sentence, its phrases and clauses, and where it stands.

    ``published`` is the day or month of its article (YYYY-MM-DD or YYYY-MM), None where unknown.
    """

    language: Language
    published: str | None
    place: Place
    tokens: list[Token]
    items: list[Chunk]
    clauses: list[Clause]
