"""The ledger: one ordered, gapless, append-only sequence of events in Postgres.

``Ledger`` appends, reads and subscribes. It takes opaque bytes, a type name and tags; it needs a database
that ``migrations`` has prepared, a pool of connections, and nothing else of Chancery.
"""

from events.ledger.ledger import Ledger
from events.ledger.library import keep_texts, read_text

__all__ = ["Ledger", "keep_texts", "read_text"]
