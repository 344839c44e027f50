"""What a phone sends, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import msgspec
from anyio import to_thread
from litestar import Request, Response, post
from litestar.datastructures import ResponseHeader, State
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from vegaloop.device_sync.adapters.bodies_deliveries import DeliveryBody, from_delivery
from vegaloop.device_sync.adapters.problems import accepted
from vegaloop.device_sync.application.service import DeviceSync
from vegaloop.infrastructure.problem import problem, refusals
from vegaloop.infrastructure.shape import ShapeFault
from vegaloop.infrastructure.web import BODY_BYTES_MAX
from vegaloop.kernel.identity import PersonId

__all__ = ("ONE_DELIVERY", "push")

# The name of the route that shows one.
ONE_DELIVERY: Final = "show_delivery"
_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LOCATION: Final = ResponseHeader(
    name="location", description="Where to see what becomes of it.", documentation_only=True
)
_SAME: Final = ResponseSpec(
    DeliveryBody, description="The same bytes came before", generate_examples=False
)

_AnyRequest: TypeAlias = Request[object, object, State]


@dataclass
class PushOperation(Operation):
    """Says in OpenAPI that the body is any object."""

    def __post_init__(self) -> None:
        content = {"application/json": OpenAPIMediaType(schema=Schema(type=OpenAPIType.OBJECT))}
        self.request_body = RequestBody(content, "A batch of records.", required=True)


@post(
    "/sync/phone",
    status_code=202,
    request_max_body_size=BODY_BYTES_MAX,
    operation_class=PushOperation,
    response_headers=[_LOCATION],
    responses={200: _SAME} | refusals(s413="Too large", s503="Nothing can be taken in for now"),
)
async def push(
    request: _AnyRequest,
    person: NamedDependency[PersonId],
    sync: NamedDependency[DeviceSync],
) -> Response[DeliveryBody]:
    """Take a batch of records from a phone: kept when this is answered, and worked at afterwards."""
    body = await request.body()
    await to_thread.run_sync(_refuse_odd, body)
    arrival = sync.accepting.push(person, body)
    acceptance = await accepted(sync.accepting, (arrival,))
    delivery, status = arrival.delivery, 202
    if not acceptance.kept:
        find = partial(sync.overseeing.kept_as, person, delivery)
        delivery, status = await to_thread.run_sync(find), 200
    location = request.app.route_reverse(ONE_DELIVERY, delivery_id=delivery.id)
    return Response(from_delivery(delivery), status_code=status, headers={"location": location})


def _refuse_odd(body: bytes) -> None:
    """Refuse what is no object of JSON; what stands in it is read by whoever works at it."""
    body.decode()
    try:
        _OBJECT.decode(body)
    except msgspec.MsgspecError as broken:
        fault = ShapeFault("body", str(broken) if body else "is required; it is JSON")
        raise problem("malformed", "The body is not an object of JSON", 400, fault) from None
