"""The public routes; everything they show comes from files we ship."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final, final

from litestar import Request, Router, get
from litestar.datastructures import CacheControlHeader, State
from litestar.di import NamedDependency
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.static_files import create_static_files_router
from msgspec import Struct

from vegaloop.app.site.documentation import TrueJson, TrueSwagger
from vegaloop.infrastructure.problem import ProblemRaised, problem, refusals
from vegaloop.infrastructure.web import PUBLIC

_HERE: Final = Path(__file__).parent
_SWAGGER: Final = Path(str(files("litestar_offline_docs"))) / "static"
_OPEN: Final = {PUBLIC: True}
_DAY_S: Final = 86_400

Readying = Callable[[], bool]
Risks = Callable[[], tuple[str, ...]]


@final
class ReadyBody(Struct, frozen=True):
    """The process can answer: the database does, and its tables are current.

    `risks` names the settings of the database by which a power cut may take what was answered.
    """

    database: str
    migrations: str
    risks: tuple[str, ...]


@get("/", media_type=MediaType.HTML, opt=_OPEN, include_in_schema=False, sync_to_thread=False)
def front_page(request: Request[object, object, State]) -> str:
    """Say what this is, and where."""
    page = (_HERE / "index.html").read_text("utf-8")
    return page.replace("http://localhost:3000", escape(str(request.base_url).rstrip("/")))


@get(
    "/health",
    media_type=MediaType.TEXT,
    opt=_OPEN,
    security=[{}],
    tags=["operations"],
    sync_to_thread=False,
)
def health() -> str:
    """Say that the process runs."""
    return "OK"


@get(
    "/ready",
    opt=_OPEN,
    security=[{}],
    tags=["operations"],
    sync_to_thread=True,
    responses=refusals(s503="The database does not answer, or its tables are not current"),
)
def ready(is_ready: NamedDependency[Readying], risks: NamedDependency[Risks]) -> ReadyBody:
    """Say whether requests can be answered: the database does, and its tables are current."""
    try:
        current, found = is_ready(), risks()
    except Exception as broken:  # Whatever is wrong with the database, it is not ready.
        raise _not_ready("The database does not answer") from broken
    if not current:
        raise _not_ready("The tables of the database are not current")
    return ReadyBody("ok", "current", found)


def _not_ready(title: str) -> ProblemRaised:
    raised = problem("not-ready", title, 503)
    return ProblemRaised(raised.problem, {"retry-after": "5"})


def site_routes() -> list[Router]:
    """Everything that needs no token."""
    assets = create_static_files_router(
        path="/assets",
        directories=[_SWAGGER, _HERE / "assets"],
        opt=_OPEN,
        include_in_schema=False,
        cache_control=CacheControlHeader(max_age=_DAY_S, public=True),
    )
    return [Router("/", route_handlers=[front_page, health, ready]), assets]


def _operation_id(handler: HTTPRouteHandler, _: object, __: object) -> str:
    return handler.handler_name


def openapi_config(version: str) -> OpenAPIConfig:
    """Describe the API, and render the description from files we ship."""
    swagger = TrueSwagger(
        js_url="/assets/swagger-ui-bundle.js",
        css_url="/assets/swagger-ui.css",
        standalone_preset_js_url="/assets/swagger-ui-standalone-preset.js",
        favicon='<link rel="icon" href="/assets/icon.svg">',
        path="/",
    )
    return OpenAPIConfig(
        title="VegaLoop",
        version=version,
        description="Every record kept, every number explained. Names carry their units; spans are "
        "half-open; refusals are RFC 9457 problems.",
        components=Components(
            security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}
        ),
        security=[{"bearer": []}],
        tags=[Tag("operations", "For whoever runs the process."), Tag("accounts", "Who you are.")],
        operation_id_creator=_operation_id,
        use_handler_docstrings=True,
        render_plugins=[swagger, TrueJson()],
        openapi_router=Router("/docs", route_handlers=[], opt=_OPEN, include_in_schema=False),
    )
