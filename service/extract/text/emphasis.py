"""Quotation marks around a few words of a sentence: "son « plein soutien »" is read as its words alone."""

from service.extract.text.tokens import Token

_PAIRS = {"«": "»", "“": "”", '"': '"', "„": "“"}
_LONGEST = 7
"""Words between the marks; what is longer is speech, unless the sentence goes on into it."""
_LONGEST_WITHIN = 60
_ENDS = frozenset(".;:!?…")
_STOPS = _ENDS | {","}
_SPEECH_FOLLOWS = frozenset({",", ":"})


def drop_emphasis(tokens: list[Token]) -> list[Token]:
    """The same tokens without the marks around words that are part of the sentence; those of speech stay.

    Speech opens the sentence or follows a colon, begins with a capital or is longer, holds a stop, or is followed by a
    comma ("« C'est fini », a dit X").
    """
    for token in tokens:
        if token.text in _PAIRS:
            break
    else:
        return tokens
    dropped: set[int] = set()
    at = 0
    while at < len(tokens):
        closing = _closing(tokens, at)
        if closing is not None:
            if _emphasised(tokens, at, closing):
                dropped.update({at, closing})
            at = closing
        at += 1
    return [token for n, token in enumerate(tokens) if n not in dropped] if dropped else tokens


def _closing(tokens: list[Token], at: int) -> int | None:
    """Where the quotation that opens at a token is closed; None where none opens or it is long."""
    mark = _PAIRS.get(tokens[at].text)
    if mark is None:
        return None
    longest = _LONGEST_WITHIN if _goes_on(tokens, at) else _LONGEST
    return next((n for n in range(at + 1, min(len(tokens), at + 2 + longest)) if tokens[n].text == mark), None)


def _goes_on(tokens: list[Token], opening: int) -> bool:
    """Whether the sentence goes on into a quotation without any pause: "a « condamné la décision de ... »"."""
    if not opening or opening + 1 >= len(tokens):
        return False
    return tokens[opening - 1].text[-1:].isalnum() and tokens[opening + 1].text[:1].islower()


def _emphasised(tokens: list[Token], opening: int, closing: int) -> bool:
    if closing == opening + 1:
        return False
    if _goes_on(tokens, opening):
        return not any(token.text in _ENDS for token in tokens[opening + 1 : closing])
    if any(token.text in _STOPS for token in tokens[opening + 1 : closing]):
        return False
    after = tokens[closing + 1].text if closing + 1 < len(tokens) else ""
    before = tokens[opening - 1].text if opening else ":"
    return before not in _SPEECH_FOLLOWS and after not in _SPEECH_FOLLOWS and not tokens[opening + 1].text[:1].isupper()
