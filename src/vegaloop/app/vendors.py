"""The drivers of the vendors that are set up; those of others are never loaded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vegaloop.app.settings import Settings
from vegaloop.device_sync import Configured, Driver, Keys, Vendor

__all__ = ("HOSTS", "set_up")

# Every host a driver calls.
HOSTS: Final = frozenset(
    {
        "api.fitbit.com",
        "api.ouraring.com",
        "api.prod.whoop.com",
        "apis.garmin.com",
        "connectapi.garmin.com",
        "diauth.garmin.com",
        "health.googleapis.com",
        "oauth2.googleapis.com",
        "polarremote.com",
        "wbsapi.withings.net",
        "www.polaraccesslink.com",
        "www.strava.com",
    }
)
HOOKS: Final = "/v1/hooks"


def set_up(settings: Settings, keys: Mapping[Vendor, Keys]) -> dict[Vendor, Configured]:
    """Make the drivers of the vendors we have keys of."""
    return {vendor: Configured(_driver(vendor, settings), held) for vendor, held in keys.items()}


def _driver(vendor: Vendor, settings: Settings) -> Driver:  # One return a vendor.
    match vendor:
        case Vendor.FITBIT:
            from vegaloop.device_sync.adapters.vendors.fitbit import FitbitDriver

            return FitbitDriver()
        case Vendor.GARMIN:
            from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver

            return GarminDriver()
        case Vendor.GOOGLE_HEALTH:
            from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver

            return GoogleHealthDriver(keyset=settings.google_health_keyset)
        case Vendor.OURA:
            from vegaloop.device_sync.adapters.vendors.oura import OuraDriver

            return OuraDriver()
        case Vendor.POLAR:
            from vegaloop.device_sync.adapters.vendors.polar import PolarDriver

            return PolarDriver(signature_key=settings.polar_signature_key)
        case Vendor.STRAVA:
            from vegaloop.device_sync.adapters.vendors.strava import StravaDriver

            return StravaDriver()
        case Vendor.WHOOP:
            from vegaloop.device_sync.adapters.vendors.whoop import WhoopDriver

            return WhoopDriver()
        case Vendor.WITHINGS:
            from vegaloop.device_sync.adapters.vendors.withings import WithingsDriver

            return WithingsDriver(hook=f"{settings.address}{HOOKS}/{vendor}")
        case Vendor.PHONE:
            raise ValueError("a phone is no vendor that is set up")
