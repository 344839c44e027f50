"""What tests of Withings stand on: its actions as the contract has them, and envelopes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from tests.device_sync.vendors.driving import (
    CONTRACTS,
)
from vegaloop.device_sync.adapters.vendors.withings import WithingsDriver
from vegaloop.device_sync.application.calling import Call, Verb

HOOK: Final = "https://we.example/hooks/withings"
DRIVER: Final = WithingsDriver(hook=HOOK)
SPAN: Final = {"startdate": "1717221600", "enddate": "1717250400"}


def actions() -> Mapping[tuple[str, str], Mapping[str, bool]]:
    """Of each action of the contract, by its address: its parameters, and whether each must be there."""
    document = json.loads((CONTRACTS / "withings.openapi.json").read_text())
    found = {}
    for path, item in document["paths"].items():
        for operation in item.values() if isinstance(item, dict) else ():
            name = operation["operationId"].partition("-")[2]
            query = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
            found[path.strip(), name] = {one["name"]: one["required"] for one in query}
    return found


def is_allowed(call: Call) -> bool:
    """Whether there is such an action, and it takes what it is given.

    Which window must be named the contract does not say well: all of three names that exclude
    each other must be there.
    """
    form = dict(call.form)
    named = actions()[call.url, form.pop("action")]
    windows = {"startdateymd", "enddateymd", "lastupdate"}
    must = {name for name, is_wanted in named.items() if is_wanted} - {"action", *windows}
    if form.keys() >= {"offset"} and call.url.endswith("/v2/sleep"):
        del form["offset"]  # Its answers have one, and nothing says what for else.
    unsigned = must - {"signature", "nonce", "client_id"}
    return call.verb is Verb.POST and unsigned <= set(form) <= set(named)


def told(appli: int | str, **fields: str) -> bytes:
    return urlencode({"userid": "363", "appli": appli, **fields}).encode()


def enveloped(**body: object) -> bytes:
    return json.dumps({"status": 0, "body": body}).encode()
