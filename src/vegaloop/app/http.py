"""The composition root for HTTP: the services, behind routes."""

from __future__ import annotations

from litestar import Litestar, Router

from vegaloop.accounts.adapters import http as accounts_http
from vegaloop.app.services import VegaLoop
from vegaloop.app.site.routes import openapi_config, site_routes
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.web import create_app


def http_app(vega: VegaLoop, journal: Journal) -> Litestar:
    """Put the services behind HTTP."""
    v1 = Router("/v1", route_handlers=[accounts_http.routes()])
    return create_app(
        routers=[*site_routes(), v1],
        services={
            "is_ready": lambda: vega.is_ready,
            "accounts": lambda: vega.accounts,
        },
        authenticate=vega.accounts.authenticate,
        openapi=openapi_config("1"),
        journal=journal,
    )
