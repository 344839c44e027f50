"""Connecting with vendors over HTTP, and parting from them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, TypeAlias, final

from litestar import delete, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from vegaloop.device_sync.adapters.bodies import (
    ConnectionBody,
    ConsentBody,
    PartedBody,
    from_asked,
    from_connection,
    from_parted,
)
from vegaloop.device_sync.adapters.problems import (
    not_connected,
    unasked_problem,
    unconnected_problem,
)
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.device_sync.domain.redirect import REDIRECT_LONGEST
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.days import to_day
from vegaloop.infrastructure.problem import or_raise, refusals
from vegaloop.kernel.identity import PersonId

__all__ = ("connection_handlers",)

Redirect: TypeAlias = Annotated[
    str,
    Meta(
        max_length=REDIRECT_LONGEST,
        pattern=r"^[!-~]+$",
        description=(
            "Where the vendor sends you afterwards, as it is registered there: over HTTPS, over HTTP "
            "on your own machine only, or to an app with a scheme of its own (com.example.app:/…)."
        ),
    ),
]
_Answered: TypeAlias = Annotated[str, Meta(min_length=1, max_length=4_000)]


@final
class ConsentEntryBody(Struct, frozen=True, forbid_unknown_fields=True):
    """With whom to connect."""

    vendor: Vendor
    redirect_uri: Redirect


@final
class AnswerBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the vendor put into the address it sent you back to.

    What happened `since` a local day is asked for; 60 days unless you say otherwise.
    """

    state: _Answered
    code: _Answered
    since: dt.date | None = None


@post(
    "/sync/connections",
    sync_to_thread=True,
    responses=refusals(s404="It is not set up here", s422="Nobody is sent back to such an address"),
)
def connect(
    data: JSONBody[ConsentEntryBody],
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> ConsentBody:
    """Begin to connect: you consent at the address that is answered, within ten minutes."""
    begun = sync.connecting.begin(person, data.vendor, data.redirect_uri)
    return from_asked(or_raise(begun, unasked_problem))


@post(
    "/sync/connections/answer",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(
        s404="The vendor is not set up here",
        s409="The account is somebody else's here",
        s422="Nobody was asked for this, the day is yet to come, or the vendor did not let us in",
        s502="The vendor did not answer",
        s503="The vendor is to be left alone for now",
    ),
)
def answer(
    data: JSONBody[AnswerBody], person: NamedDependency[PersonId], sync: NamedDependency[DeviceSync]
) -> ConnectionBody:
    """Connect, with what the vendor answered; what it has of the days before is fetched."""
    since = None if data.since is None else to_day(data.since, "since")
    connected = sync.connecting.complete(person, data.state, data.code, since)
    return from_connection(or_raise(connected, unconnected_problem))


@delete(
    "/sync/connections/{vendor:str}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="It is not connected"),
)
def disconnect(
    vendor: FromPath[Vendor],
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> PartedBody:
    """Take a consent back; what came stays, and nothing more is taken."""
    return from_parted(or_raise(sync.connecting.disconnect(person, vendor), not_connected))


connection_handlers: Final = (connect, answer, disconnect)
