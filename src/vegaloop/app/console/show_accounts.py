"""What a person said about themself, on a screen."""

from __future__ import annotations

from vegaloop.accounts.adapters.http_homes import homes_body
from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show


def home_zones(*, as_json: bool) -> None:
    """Print where the owner was at home from which day on."""
    with opened() as (vega, owner):
        body = homes_body(owner, vega.accounts)
    show(body, as_json=as_json)
