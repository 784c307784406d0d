"""Names as they are compared: without case, accents and doubled blanks."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)
def fold_name(name: str | None) -> str:
    """A name for comparing; empty for none."""
    plain = unicodedata.normalize("NFKD", " ".join((name or "").casefold().replace("’", "'").split()))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
