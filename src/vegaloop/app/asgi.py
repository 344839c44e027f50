"""The application a server runs, opened when it starts and closed when it stops."""

from __future__ import annotations

import os
from contextlib import ExitStack

from litestar import Litestar

from vegaloop.app.http import http_app
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.logbook import open_journal


def application() -> Litestar:
    """Build the application from the environment."""
    settings = Settings.read(os.environ)
    opened, journal = ExitStack(), open_journal(as_json=settings.log_json)
    vega = opened.enter_context(open_vegaloop(settings, journal=journal))
    app = http_app(vega, journal)
    app.on_shutdown.append(opened.close)
    return app
