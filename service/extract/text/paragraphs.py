"""Paragraphs of a plain text, whether its lines are whole paragraphs or were broken at a fixed width."""

from itertools import pairwise

import msgspec

_NARROWEST, _WIDEST = 45, 130  # characters of a line that may have been broken because the next word did not fit
_SHORTEST = 20  # characters of a line that the next one goes on, where that begins with a small letter
_TERMINALS = ".!?…:"


class Paragraph(msgspec.Struct, frozen=True):
    """A range of the text without the white space around it; it may span line breaks."""

    start: int
    end: int


def split_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text in order: one a line, but for lines that only continue the one above."""
    paragraphs: list[Paragraph] = []
    run: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        content = line.strip()
        if content:
            start = at + line.index(content[0])
            run.append(Paragraph(start, start + len(content)))
        elif run:
            paragraphs += _join(text, run)
            run = []
        at += len(line) + 1
    return paragraphs + _join(text, run)


def _join(text: str, run: list[Paragraph]) -> list[Paragraph]:
    """Join the lines of a run (lines without a blank one between) that were broken at a fixed width."""
    if len(run) <= 1:
        return run
    width = max(line.end - line.start for line in run)
    if width > _WIDEST or width < _NARROWEST:
        return run
    continued = [
        text[below.start].islower() and text[above.end - 1] not in _TERMINALS and above.end - above.start >= _SHORTEST
        for above, below in pairwise(run)
    ]
    if not any(continued):
        return run
    joined = [run[0]]
    for (above, below), goes_on in zip(pairwise(run), continued, strict=True):
        first_word = text[below.start : below.end].split(maxsplit=1)[0]
        full = above.end - above.start >= _NARROWEST and above.end - above.start + 1 + len(first_word) > width - 1
        if goes_on or full:
            joined[-1] = Paragraph(joined[-1].start, below.end)
        else:
            joined.append(below)
    return joined
