"""The HTTP application: given its parts, joined to none of them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from anyio import to_thread
from litestar import Litestar, Request, Response, Router
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.middleware import (
    AbstractAuthenticationMiddleware,
    AuthenticationResult,
    DefineMiddleware,
)
from litestar.openapi import OpenAPIConfig
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection

from vegaloop.infrastructure.bodies import LIST_ASKED
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.problem import (
    PROBLEM_JSON,
    PROBLEM_TYPES,
    Problem,
    ProblemRaised,
    problem,
)
from vegaloop.infrastructure.queries import faults_in_parameters, refuse_odd_query
from vegaloop.infrastructure.shape import ShapeFault, faults_of
from vegaloop.kernel.identity import PersonId

AnyRequest = Request[object, object, State]
Authenticate = Callable[[str], PersonId | None]

PUBLIC: Final = "public"  # A route says `opt={PUBLIC: True}` where nobody needs to be known.
BODY_BYTES_MAX: Final = 2 * 1024 * 1024
_MARKED: Final = "begins with a byte order mark; JSON has none"
_SCHEME: Final = "bearer "
_REFUSALS: Final = {
    400: ("malformed", "The request has the wrong shape"),
    401: ("unauthenticated", "A valid bearer token is needed"),
    404: ("no-such-address", "There is nothing at this address"),
    405: ("no-such-method", "This address does not answer to this method"),
    413: ("too-large", "The body is larger than it may be"),
}


def create_app(
    routers: Sequence[Router | BaseRouteHandler],
    services: Mapping[str, Callable[[], object]],
    authenticate: Authenticate,
    openapi: OpenAPIConfig,
    journal: Journal,
) -> Litestar:
    """Join routers and services into one application; a route is closed unless it says otherwise."""

    def answer_no_database(
        request: AnyRequest, raised: DBAPIError | NoConnection
    ) -> Response[Problem]:
        if isinstance(raised, IntegrityError | ProgrammingError | DataError):
            return answer_bug(request, raised)
        journal.error("http.no-database", route=_template(request), kind=type(raised).__name__)
        made = problem("not-ready", "The database does not answer", 503).problem
        return _answer(made, {"retry-after": "5"})

    def answer_bug(request: AnyRequest, raised: Exception) -> Response[Problem]:
        journal.error("http.bug", route=_template(request), kind=type(raised).__name__)
        return _answer(problem("internal", "Something broke on our side", 500).problem)

    return Litestar(
        route_handlers=list(routers),
        dependencies={
            "person": Provide(_person, sync_to_thread=False),
            **{name: Provide(give, sync_to_thread=False) for name, give in services.items()},
        },
        middleware=[DefineMiddleware(_bearer(authenticate))],
        exception_handlers={
            ProblemRaised: _answer_problem,
            ValidationException: _answer_misshapen,
            HTTPException: _answer_http_exception,
            RecursionError: _answer_too_deep,
            UnicodeDecodeError: _answer_not_text,
            DBAPIError: answer_no_database,
            NoConnection: answer_no_database,
            Exception: answer_bug,
        },
        openapi_config=openapi,
        logging_config=None,  # The journal is the only one that writes.
        before_request=_refuse_misshapen,
        request_max_body_size=BODY_BYTES_MAX,
    )


def _person(request: AnyRequest) -> PersonId:
    match request.scope["user"]:
        case _Known(person):
            return person
        case _:
            raise _unknown_caller()


class _Known(msgspec.Struct, frozen=True):
    person: PersonId


def _bearer(authenticate: Authenticate) -> type[AbstractAuthenticationMiddleware]:
    class Bearer(AbstractAuthenticationMiddleware):
        """Finds out whose token came with a request."""

        async def authenticate_request(
            self, connection: ASGIConnection[BaseRouteHandler, object, object, State]
        ) -> AuthenticationResult:
            header = connection.headers.get("authorization", "")
            token = header[len(_SCHEME) :] if header.lower().startswith(_SCHEME) else ""
            person = await to_thread.run_sync(authenticate, token) if token else None
            if person is not None:
                return AuthenticationResult(user=_Known(person), auth=None)
            if connection.route_handler.opt.get(PUBLIC):
                return AuthenticationResult(user=None, auth=None)
            raise _unknown_caller()

    return Bearer


def _unknown_caller() -> ProblemRaised:
    raised = problem("unauthenticated", "A valid bearer token is needed", 401)
    return ProblemRaised(raised.problem, {"www-authenticate": "Bearer"})


def _template(request: AnyRequest) -> str:
    return request.scope.get("path_template", "unknown")


def _answer(made: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    return Response(made, status_code=made.status, media_type=PROBLEM_JSON, headers=headers)


def _answer_problem(_: AnyRequest, raised: ProblemRaised) -> Response[Problem]:
    return _answer(raised.problem, raised.headers)


def _answer_too_deep(_: AnyRequest, __: RecursionError) -> Response[Problem]:
    return _answer(problem("too-deep", "The body is nested too deep", 400).problem)


def _answer_not_text(_: AnyRequest, __: UnicodeDecodeError) -> Response[Problem]:
    return _answer(problem("not-text", "The body is not UTF-8", 400).problem)


async def _refuse_misshapen(request: AnyRequest) -> None:
    """Read a request strictly: Litestar itself would take "3" for a number, and stop at one fault."""
    handler: object = request.scope.get("route_handler")
    if not isinstance(handler, HTTPRouteHandler):
        return
    LIST_ASKED.set(request.scope["path"])
    refuse_odd_query(request, handler)
    field = handler.parsed_data_field
    if field is None or not _is_json(field.annotation):
        return
    if not await request.body():
        fault = ShapeFault("body", "is required; it is JSON")
        raise problem("malformed", "The request has the wrong shape", 400, fault)
    try:
        body: object = await request.json()
    except SerializationException as broken:
        marked = (await request.body()).startswith(codecs.BOM_UTF8)
        fault = ShapeFault("body", _MARKED if marked else str(broken))
        raise problem("malformed", "The body is not JSON", 400, fault) from broken
    found = faults_of(body, field.annotation)
    if found:
        raise problem("malformed", "The request has the wrong shape", 400, *found)


def _is_json(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _answer_misshapen(request: AnyRequest, raised: ValidationException) -> Response[Problem]:
    found = faults_in_parameters(request, raised)
    made = problem("malformed", "The request has the wrong shape", 400, *found)
    return _answer(made.problem)


def _answer_http_exception(_: AnyRequest, raised: HTTPException) -> Response[Problem]:
    slug, title = _REFUSALS.get(raised.status_code, ("", ""))
    made = Problem(
        type=PROBLEM_TYPES + slug if slug else "about:blank",
        title=title or raised.detail,
        status=raised.status_code,
        detail=raised.detail if title else None,
    )
    return _answer(made, raised.headers)
