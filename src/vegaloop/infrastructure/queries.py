"""What holds for the query of every route: no unknown names, no span that ends before it starts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import final

from litestar import Request
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from vegaloop.infrastructure.problem import problem
from vegaloop.infrastructure.shape import ShapeFault


@final
class SpanReversed(Struct, frozen=True, tag="span-reversed"):
    """A span that ends before it starts; `to` is the day after the last one."""

    start: dt.date
    end: dt.date


def refuse_odd_query(request: Request[object, object, State], handler: HTTPRouteHandler) -> None:
    """Raise the problem of a query that says something nobody reads, or that cannot be meant."""
    query = request.query_params
    if not query:
        return
    known = _parameters(handler) - request.path_params.keys()
    told = f"; known parameters: {', '.join(sorted(known))}" if known else ""
    unknown = tuple(
        ShapeFault(name, f"is not a query parameter here{told}")
        for name in sorted(query)
        if name not in known
    )
    if unknown:
        raise problem("malformed", "The request has the wrong shape", 400, *unknown)
    start, end = _day(query.get("from")), _day(query.get("to"))
    if start is not None and end is not None and end < start:
        fault = SpanReversed(start, end)
        raise problem("span-reversed", "The span ends before it starts", 422, fault)


@cache
def _parameters(handler: HTTPRouteHandler) -> frozenset[str]:
    model = handler.create_kwargs_model(path_parameters={})
    return frozenset(one.field_alias for one in model.expected_query_params)


def _day(given: str | None) -> dt.date | None:
    """Read a day; what is none is refused by the route's own types."""
    try:
        return None if given is None else dt.date.fromisoformat(given)
    except ValueError:
        return None
