"""Answers that were given, given again as they were for as long as the views stand as they stood then.

An answer of the views is a function of the request, of the day and of the state of the views' tables, so that whoever
asks the same before the views have moved gets the same bytes: no question is put, nothing is written anew.
"""

from collections import OrderedDict
from datetime import date
from typing import Any, Final, TypeAlias

import msgspec
from litestar import Request
from litestar.datastructures import State as AppState
from litestar.types import ASGIApp, Receive, Scope, Send

from events.connection import LOST
from events.errors import ChanceryError
from projections.following.state import State
from service.api.etags import Tagged, Whole
from service.api.formats import find_format
from service.api.guards import let_in
from service.api.refusals import MISNAMED

KEPT: Final = {"kept": True}
"""Route option: the answer depends on nothing but the request, the day and the views."""
MOST_BYTES = 64 * 1024 * 1024
"""Bytes of all answers that are kept; the least lately given are forgotten first."""
_FRAME = 2_000
"""Bytes that the objects around a body take, about."""
LARGEST = 2 * 1024 * 1024
"""Bytes of one answer, with its request: what is longer is not kept."""

_MOMENT, _QUESTION = "chancery_moment", "chancery_question"
# What an answer may depend on beside the address; `host` stands in the addresses of feeds.
_TELLING = (b"accept", b"host")
Question: TypeAlias = tuple[object, ...]
Moment: TypeAlias = tuple[date, State]
"""A day, and the state of the views."""


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    moment: Moment
    whole: Whole
    route: str
    size: int


class Answers:
    """The latest answers to some questions, each with the moment at which it was right."""

    def __init__(self, most: int = MOST_BYTES, largest: int = LARGEST) -> None:
        self._most = most
        self._largest = largest
        self._size = 0
        self._kept: OrderedDict[Question, _Answer] = OrderedDict()

    def find(self, question: Question) -> _Answer | None:
        """The latest answer to a question, right or not any more."""
        return self._kept.get(question)

    def keep(self, question: Question, moment: Moment, whole: Whole, route: str) -> None:
        """Keep an answer in the place of the one before."""
        size = (
            _FRAME + len(whole.body) + _measure(question) + sum(len(name) + len(value) for name, value in whole.headers)
        )
        former = self._kept.pop(question, None)
        self._size -= former.size if former else 0
        if size > self._largest:
            return
        self._kept[question] = _Answer(moment=moment, whole=whole, route=route, size=size)
        self._size += size
        while self._size > self._most:
            self._size -= self._kept.popitem(last=False)[1].size

    def use(self, question: Question) -> None:
        """Note that an answer was given again."""
        if question in self._kept:
            self._kept.move_to_end(question)


class Keeping:
    """Answers what was asked before, as long as it is still right; hands everything else on, and keeps the answer."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = Tagged(inner, self._keep)
        self._answers = Answers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope["state"].get(MISNAMED):
            scope["state"][_QUESTION] = question = _question(scope)
            answer = self._answers.find(question)
            if answer is not None and await _is_right(answer, scope):
                self._answers.use(question)
                asked: Any = scope
                asked["path_template"] = answer.route
                scope["litestar_app"].state.parts.metrics.count_kept()
                await answer.whole.send(scope, send)
                return
        await self._inner(scope, receive, send)

    async def _keep(self, scope: Scope, whole: Whole) -> None:
        """Keep an answer, where it is of a route whose answers may be kept, and no view has moved meanwhile."""
        question: Question | None = scope["state"].get(_QUESTION)
        moment: Moment | None = scope["state"].get(_MOMENT)
        if question is None or moment is None or len(whole.body) > LARGEST:
            return
        try:
            unmoved = await _find_moment(scope["litestar_app"].state) == moment
        except (*LOST, ChanceryError):
            return
        if unmoved:
            asked: Any = scope
            self._answers.keep(question, moment, whole, asked["path_template"])


async def note_moment(request: Request[Any, Any, AppState]) -> None:
    """Note, before it is answered, at which moment a request to a route is whose answer may be kept."""
    state: dict[str, Any] = request.scope["state"]
    if _MOMENT not in state and request.route_handler.opt.get("kept"):
        state[_MOMENT] = await _find_moment(request.app.state)


async def _is_right(answer: _Answer, scope: Scope) -> bool:
    """Whether whoever asks may be given an answer, and it is still right; what refuses them is left to their route."""
    app = scope["litestar_app"]
    try:
        await let_in(scope, app.state.parts.door, "read")
        scope["state"][_MOMENT] = moment = await _find_moment(app.state)
    except (*LOST, ChanceryError):
        return False
    return moment == answer.moment


async def _find_moment(state: AppState) -> Moment:
    # The day first: an answer made after midnight must not pass for one of the day before.
    return state.clock(), await state.parts.views_state.read()


def _question(scope: Scope) -> Question:
    asked: Any = scope
    told = tuple(each for each in asked["headers"] if each[0] in _TELLING)
    server = tuple(asked.get("server") or ())
    return (asked["path"], asked["query_string"], find_format(scope), asked["scheme"], server, *told)


def _measure(question: Question) -> int:
    return len(str(question))
