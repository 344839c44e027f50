"""The devices Withings names its sources by."""

from __future__ import annotations

from vegaloop.imports.adapters.readers.common.records import Fields

__all__ = ("device_in",)


def device_in(record: Fields) -> str:
    """The name of the device; older answers have a number in its place, which names none."""
    model = record.get("model")
    return model if isinstance(model, str) else ""
