"""The composition root for HTTP: the services, behind routes."""

from __future__ import annotations

from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig

from vegaloop.accounts.adapters import http as accounts_http
from vegaloop.app.services import VegaLoop
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.web import create_app


def http_app(vega: VegaLoop, journal: Journal) -> Litestar:
    """Put the services behind HTTP."""
    v1 = Router("/v1", route_handlers=[accounts_http.routes()])
    return create_app(
        routers=[v1],
        services={
            "accounts": lambda: vega.accounts,
        },
        authenticate=vega.accounts.authenticate,
        openapi=OpenAPIConfig(title="VegaLoop", version="1"),
        journal=journal,
    )
