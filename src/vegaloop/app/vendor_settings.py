"""What the environment says of vendors: what we are known by there, for those that are set up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from vegaloop.device_sync import Keys, Vendor

__all__ = ("vendor_keys",)

_PARTS: Final = ("CLIENT_ID", "SECRET", "WORD")
WORD_CHARACTERS_LEAST: Final = 20


def vendor_keys(environment: Mapping[str, str]) -> dict[Vendor, Keys]:
    """Read the keys of each vendor that is set up; `msgspec.ValidationError` where one is half set up.

    A vendor whose secret is missing is not set up at all: nothing of it is believed.
    """
    found: dict[Vendor, Keys] = {}
    for vendor in Vendor:
        given = {part: environment.get(f"VEGALOOP_{vendor.name}_{part}", "") for part in _PARTS}
        if vendor is Vendor.PHONE or not any(given.values()):
            continue
        for part, value in given.items():
            if not value:
                raise msgspec.ValidationError(f"VEGALOOP_{vendor.name}_{part} is missing")
        if len(given["WORD"]) < WORD_CHARACTERS_LEAST:
            raise msgspec.ValidationError(
                f"VEGALOOP_{vendor.name}_WORD has at least {WORD_CHARACTERS_LEAST} characters"
            )
        found[vendor] = Keys(given["CLIENT_ID"], given["SECRET"], given["WORD"])
    return found
