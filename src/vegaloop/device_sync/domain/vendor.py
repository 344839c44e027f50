"""Who sends what: the vendors there are, and the kinds of data they tell of."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

__all__ = ("Account", "DataKind", "Vendor")

# What a vendor calls a person.
Account = NewType("Account", str)


class Vendor(StrEnum):
    """Whoever sends records; a phone sends what its own store of health data holds."""

    FITBIT = "fitbit"
    GARMIN = "garmin"
    GOOGLE_HEALTH = "google"  # A name of a vendor is kept in ten letters.
    OURA = "oura"
    PHONE = "phone"
    POLAR = "polar"
    STRAVA = "strava"
    WHOOP = "whoop"
    WITHINGS = "withings"


class DataKind(StrEnum):
    """What a vendor tells of, each asked for by itself and missing by itself."""

    ACTIVITIES = "activities"
    BODY = "body"  # Weight, blood pressure, temperature: what is measured now and then.
    DAYS = "days"  # Steps, energy and what else is summed up or sampled through a day.
    HEART = "heart"  # Heart rate, variability, saturation.
    SLEEP = "sleep"
