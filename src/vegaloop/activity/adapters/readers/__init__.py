"""Readers of activity files: FIT, GPX and TCX, plain or in gzip."""

from __future__ import annotations

from vegaloop.activity.adapters.readers.detect import read_activity_file
from vegaloop.activity.adapters.readers.inspect import Inspection, inspect_file

__all__ = ("Inspection", "inspect_file", "read_activity_file")
