"""What the process says about itself: structured lines on standard error, never a person's data.

Rule 1: a line holds names of things, counts and durations; no health value, name, token or body.
"""

from __future__ import annotations

import logging
import sys
from typing import Protocol


class Journal(Protocol):
    """Where the process writes what it does."""

    def info(self, event: str, **facts: str | float) -> object:
        """Note something ordinary."""
        ...

    def error(self, event: str, **facts: str | float) -> object:
        """Note something a person must look at."""
        ...


def open_journal(*, as_json: bool) -> Journal:
    """Open the journal: JSON for machines, plain lines for a terminal."""
    import structlog  # Half of the start of a process that may never write a line.

    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    journal: Journal = structlog.get_logger()
    return journal
