"""Device sync over HTTP: how it stands, what came, and the button that tries again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, TypeAlias, final
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.datastructures import State as LitestarState
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from vegaloop.device_sync.adapters.bodies import GapsBody, SyncBody, from_gaps, from_statuses
from vegaloop.device_sync.adapters.bodies_deliveries import (
    DeliveryBody,
    DeliveryShownBody,
    ReplayedBody,
    from_deliveries,
    from_delivery,
    from_shown,
)
from vegaloop.device_sync.adapters.http_connections import connection_handlers
from vegaloop.device_sync.adapters.http_events import watch
from vegaloop.device_sync.adapters.http_hooks import hook_routes
from vegaloop.device_sync.adapters.http_phone import ONE_DELIVERY, push
from vegaloop.device_sync.adapters.problems import (
    no_such_delivery,
    undismissed_problem,
    unreplayed_problem,
)
from vegaloop.device_sync.application.ports import DeliveryQuery
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.device_sync.domain.delivery import DeliveryId, State
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.bodies import PAGE_USUAL, Page, Time, of_cursor
from vegaloop.infrastructure.paging import Cursor, Limit
from vegaloop.infrastructure.problem import malformed_problem, or_raise, problem, refusals
from vegaloop.infrastructure.shape import ShapeFault
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, instant_of

_OneVendor: TypeAlias = Annotated[Vendor | None, QueryParameter(description="Only this one.")]


@final
class ReplayBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Which deliveries: of a vendor, received since, in a state; all where nothing is said."""

    vendor: Vendor | None = None
    since: Time | None = None
    state: State | None = None


@final
class _Key(Struct, frozen=True, array_like=True):
    id: UUID


@get("/sync", sync_to_thread=True, responses=refusals())
def show_sync(person: NamedDependency[PersonId], sync: NamedDependency[DeviceSync]) -> SyncBody:
    """Show how it stands with every vendor, and what is missing of it."""
    return from_statuses(sync.overseeing.status(person))


@get("/sync/gaps", sync_to_thread=True, responses=refusals())
def list_gaps(
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
    vendor: _OneVendor = None,
) -> GapsBody:
    """List the days of which something is missing, by vendor and kind of data."""
    return from_gaps(sync.overseeing.gaps(person, vendor))


async def _refuse_body(request: Request[object, object, LitestarState]) -> None:
    """Refuse what would not be looked at: of which vendor, the query says."""
    if await request.body():
        fault = ShapeFault("body", "should be empty; the vendor stands in the query")
        raise problem("malformed", "The request has the wrong shape", 400, fault)


@post(
    "/sync/retry",
    status_code=202,
    sync_to_thread=True,
    before_request=_refuse_body,
    responses=refusals(),
)
def retry(
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
    vendor: _OneVendor = None,
) -> ReplayedBody:
    """Try now what failed, what was put off and what is missing."""
    return ReplayedBody(sync.overseeing.try_again(person, vendor))


@get("/sync/deliveries", sync_to_thread=True, responses=refusals(s422="The time is none"))
def list_deliveries(
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
    vendor: _OneVendor = None,
    in_state: Annotated[State | None, QueryParameter(name="state")] = None,
    since: Annotated[
        dt.datetime | None, QueryParameter(description="Received since then; with its offset.")
    ] = None,
    limit: Limit = PAGE_USUAL,
    cursor: Cursor = None,
) -> Page[DeliveryBody]:
    """List what came, the newest first."""
    query = DeliveryQuery(vendor, in_state, _to_instant(since))
    before = None if cursor is None else DeliveryId(of_cursor(cursor, _Key).id)
    found = sync.overseeing.deliveries(person, query, before, limit + 1)
    return from_deliveries(found, limit)


@get(
    "/sync/deliveries/{delivery_id:uuid}",
    name=ONE_DELIVERY,
    sync_to_thread=True,
    responses=refusals(s404="None such"),
)
def show_delivery(
    delivery_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> DeliveryShownBody:
    """Show something that came, and what became of each of its records."""
    shown = sync.overseeing.delivery(person, DeliveryId(delivery_id))
    return from_shown(or_raise(shown, no_such_delivery))


@post(
    "/sync/deliveries/{delivery_id:uuid}/replay",
    status_code=202,
    sync_to_thread=True,
    responses=refusals(s404="None such", s409="Its vendor is not connected"),
)
def replay_one(
    delivery_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> DeliveryBody:
    """Let a delivery be worked at again; what is known changes nothing."""
    again = sync.overseeing.replay(person, DeliveryId(delivery_id))
    return from_delivery(or_raise(again, unreplayed_problem))


@post(
    "/sync/deliveries/{delivery_id:uuid}/dismiss",
    status_code=200,
    sync_to_thread=True,
    responses=refusals(s404="None such", s409="It is not dead"),
)
def dismiss(
    delivery_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> DeliveryBody:
    """Let a delivery that is dead count as failed no more; it can still be replayed by its id."""
    dismissed = sync.overseeing.dismiss(person, DeliveryId(delivery_id))
    return from_delivery(or_raise(dismissed, undismissed_problem))


@post(
    "/sync/replay",
    status_code=202,
    sync_to_thread=True,
    responses=refusals(s422="The time is none"),
)
def replay_many(
    data: JSONBody[ReplayBody], person: NamedDependency[PersonId], sync: NamedDependency[DeviceSync]
) -> ReplayedBody:
    """Let many deliveries be worked at again; what is of a vendor that is not connected stays."""
    query = DeliveryQuery(data.vendor, data.state, _to_instant(data.since))
    return ReplayedBody(sync.overseeing.replay_all(person, query))


def _to_instant(given: dt.datetime | None) -> Instant | None:
    if given is None:
        return None
    return or_raise(instant_of(given, "since"), lambda error: malformed_problem((error,)))


def routes() -> Router:
    """Everything device sync answers to."""
    handlers = [
        show_sync,
        list_gaps,
        retry,
        list_deliveries,
        show_delivery,
        replay_one,
        dismiss,
        replay_many,
        *connection_handlers,
        push,
        watch,
    ]
    people = Router("/", route_handlers=handlers, tags=["sync"])
    return Router("/", route_handlers=[people, hook_routes()])
