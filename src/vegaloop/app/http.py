"""The composition root for HTTP: the services, behind routes."""

from __future__ import annotations

from litestar import Litestar, Router

from vegaloop.accounts.adapters import http as accounts_http
from vegaloop.activity.adapters import http as activity_http
from vegaloop.app.services import VegaLoop
from vegaloop.app.site.routes import openapi_config, site_routes
from vegaloop.biometrics.adapters import http as biometrics_http
from vegaloop.dashboard.adapters import http as dashboard_http
from vegaloop.device_sync.adapters import http as sync_http
from vegaloop.device_sync.adapters.http_events import Watching
from vegaloop.goals.adapters import http as goals_http
from vegaloop.imports.adapters import http as imports_http
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.web import create_app
from vegaloop.nutrition.adapters import http as nutrition_http
from vegaloop.readiness.adapters import http as readiness_http


def http_app(vega: VegaLoop, journal: Journal, watching: Watching | None = None) -> Litestar:
    """Put the services behind HTTP; `watching` ends streams that would go on."""
    streams = watching or Watching()
    v1 = Router(
        "/v1",
        route_handlers=[
            accounts_http.routes(),
            activity_http.routes(),
            biometrics_http.routes(),
            dashboard_http.routes(),
            goals_http.routes(),
            imports_http.routes(),
            nutrition_http.routes(),
            readiness_http.routes(),
            sync_http.routes(),
        ],
    )
    return create_app(
        routers=[*site_routes(), v1],
        services={
            "is_ready": lambda: vega.is_ready,
            "risks": lambda: vega.risks,
            "accounts": lambda: vega.accounts,
            "activity": lambda: vega.activity,
            "biometrics": lambda: vega.biometrics,
            "dashboard": lambda: vega.dashboard,
            "goals": lambda: vega.goals,
            "imports": lambda: vega.imports,
            "nutrition": lambda: vega.nutrition,
            "readiness": lambda: vega.readiness,
            "sync": lambda: vega.sync,
            "watching": lambda: streams,
        },
        authenticate=vega.accounts.authenticate,
        openapi=openapi_config("1"),
        journal=journal,
    )
