"""Where the figures go: each part's table between its two marks in the document."""

from collections.abc import Sequence
from pathlib import Path


def put_table(path: Path, mark: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Put a table between the two places of a mark in a document."""
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    lines.insert(1, "|" + "---|" * len(head))
    before, _, rest = path.read_text(encoding="utf-8").partition(mark)
    _, _, after = rest.partition(mark)
    path.write_text("\n".join([before + mark, "", *lines, "", mark + after]), encoding="utf-8")
