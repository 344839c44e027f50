"""What holds for the query of every route: known names, each once, no span that ends before it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Final, final

from litestar import Request
from litestar.datastructures import MultiDict, State
from litestar.exceptions import ValidationException
from litestar.handlers import HTTPRouteHandler
from litestar.params import KwargDefinition
from msgspec import Struct

from vegaloop.infrastructure.problem import problem
from vegaloop.infrastructure.shape import ShapeFault, in_words, known_words, options_of

_GIVEN_MOST: Final = 100


@final
class SpanReversed(Struct, frozen=True, tag="span-reversed"):
    """A span that ends before it starts; `to` is the day after the last one."""

    start: dt.date
    end: dt.date


def refuse_odd_query(request: Request[object, object, State], handler: HTTPRouteHandler) -> None:
    """Raise the problem of a query that says something nobody reads, or that cannot be meant."""
    query, paths = request.query_params, request.path_params
    known = {name: one for name, one in _parameters(handler).items() if name not in paths}
    if not query and not any(one.is_required for one in known.values()):
        return
    faults = (*_unknown(query, known.keys()), *_miscounted(query, known))
    if faults:
        raise problem("malformed", "The request has the wrong shape", 400, *faults)
    start, end = _day(query.get("from")), _day(query.get("to"))
    if start is not None and end is not None and end < start:
        fault = SpanReversed(start, end)
        raise problem("span-reversed", "The span ends before it starts", 422, fault)


def faults_in_parameters(
    request: Request[object, object, State], raised: ValidationException
) -> tuple[ShapeFault, ...]:
    """Tell what is wrong with parameters, by the names the caller knows: what was given, what fits."""
    handler: object = request.scope.get("route_handler")
    extra: object = raised.extra
    if not isinstance(extra, list) or not isinstance(handler, HTTPRouteHandler):
        return (ShapeFault("request", raised.detail),)
    headers = _headers(handler)
    names = {**{one.field: name for name, one in _parameters(handler).items()}, **headers}
    told_in = {name: request.headers[name] for name in headers.values() if name in request.headers}
    given = {**told_in, **request.path_params, **request.query_params}
    found = list[ShapeFault]()
    for entry in extra:
        if isinstance(entry, dict):
            field, message = str(entry.get("key", "request")), str(entry.get("message", ""))
            name = names.get(field, field)
            told = f"; given: {str(given[name])[:_GIVEN_MOST]}" if name in given else ""
            said = in_words(message, _described(handler, field))
            found.append(ShapeFault(name, said + _fits(handler, field) + told))
    return tuple(found)


def _described(handler: HTTPRouteHandler, field: str) -> str | None:
    taken = handler.parsed_fn_signature.parameters.get(field)
    known = None if taken is None else taken.kwarg_definition
    if not isinstance(known, KwargDefinition) or known.description is None:
        return None
    return f"it is: {known.description.rstrip('.')}"


def _fits(handler: HTTPRouteHandler, field: str) -> str:
    taken = handler.parsed_fn_signature.parameters.get(field)
    if taken is None:
        return ""
    wanted: object = taken.annotation
    return "; it is YYYY-MM-DD" if dt.date in options_of(wanted) else known_words(wanted)


def _unknown(query: MultiDict[str], known: Set[str]) -> Iterator[ShapeFault]:
    told = f"; known parameters: {', '.join(sorted(known))}" if known else ""
    for name in sorted(set(query) - known):
        yield ShapeFault(name, f"is not a query parameter here{told}")


def _miscounted(query: MultiDict[str], known: Mapping[str, _Parameter]) -> Iterator[ShapeFault]:
    for name, one in known.items():
        times = len(query.getall(name, []))
        if times > 1 and not one.is_sequence:
            yield ShapeFault(name, f"is given {times} times, and taken once")
        elif one.is_required and not times:
            yield ShapeFault(name, "is required")


@final
class _Parameter(Struct, frozen=True):
    """What a route's function calls a query parameter, and how often it is given."""

    field: str
    is_required: bool
    is_sequence: bool


@cache
def _headers(handler: HTTPRouteHandler) -> Mapping[str, str]:
    """What the headers a route reads are called, by what its function calls them."""
    model = handler.create_kwargs_model(path_parameters={})
    return {one.field_name: one.field_alias for one in model.expected_header_params}


@cache
def _parameters(handler: HTTPRouteHandler) -> Mapping[str, _Parameter]:
    model = handler.create_kwargs_model(path_parameters={})
    # Litestar has them in a set: in the order of the function every process tells the same.
    place = {name: number for number, name in enumerate(handler.parsed_fn_signature.parameters)}
    found = sorted(
        model.expected_query_params,
        key=lambda one: (place.get(one.field_name, len(place)), one.field_alias),
    )
    return {
        one.field_alias: _Parameter(one.field_name, one.is_required, one.is_sequence)
        for one in found
    }


def _day(given: str | None) -> dt.date | None:
    """Read a day; what is none is refused by the route's own types."""
    try:
        return None if given is None else dt.date.fromisoformat(given)
    except ValueError:
        return None
