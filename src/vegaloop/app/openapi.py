"""Print the OpenAPI document the application serves, for `docs/openapi.json`."""

from __future__ import annotations

import sys

import msgspec

from vegaloop.app.http import http_app
from vegaloop.app.services import vegaloop_in_memory
from vegaloop.app.site.documentation import refined
from vegaloop.infrastructure.logbook import open_journal
from vegaloop.infrastructure.system import RandomIds, SystemClock


def document() -> str:
    """Describe the API as JSON, in a stable order."""
    vega = vegaloop_in_memory(clock=SystemClock(), ids=RandomIds())
    schema = refined(http_app(vega, open_journal(as_json=True)).openapi_schema.to_schema())
    encoded = msgspec.json.encode(schema, order="sorted")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
