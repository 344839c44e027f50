"""Conversion factors: the only module with a conversion number in it."""

from __future__ import annotations

from typing import Final

DAYS_PER_JULIAN_YEAR: Final = 365.25  # Exact: the year, and twelve months, of UCUM.
JOULES_PER_KCAL: Final = 4_184  # Exact: the thermochemical calorie.
KELVIN_AT_0_C: Final = 273.15  # Exact.
# Garmin's account export writes energy in kilojoules of this calorie (its site shows the quotient).
GARMIN_KJ_PER_KCAL: Final = 4.19
KG_PER_POUND: Final = 0.453_592_37  # Exact: the international pound of 1959.
KG_PER_OUNCE: Final = KG_PER_POUND / 16  # Exact.
KG_PER_STONE: Final = 14 * KG_PER_POUND  # Exact.
KMH_PER_M_S: Final = 3.6  # Exact.
METERS_PER_INCH: Final = 0.025_4  # Exact.
METERS_PER_MILE: Final = 1_609.344  # Exact.
METERS_PER_FOOT: Final = 0.304_8  # Exact.
METERS_PER_YARD: Final = 0.914_4  # Exact.
METERS_PER_FLOOR: Final = 3.048  # Ten feet, as Fitbit and Garmin count one.
MG_DL_PER_MMOL_L_GLUCOSE: Final = 18.016  # Molar mass of glucose, 180.16 g/mol.
ML_PER_IMPERIAL_FLUID_OUNCE: Final = 28.413_062_5  # Exact.
ML_PER_US_FLUID_OUNCE: Final = 29.573_529_562_5  # Exact: 231 cubic inches a gallon.
MMHG_PER_KPA: Final = 1 / 0.133_322_387_415  # The conventional millimetre of mercury.
SEMICIRCLES_PER_DEGREE: Final = 2**31 / 180  # How FIT writes positions.
UG_PER_IU_VITAMIN_D: Final = 0.025  # Exact: 40 international units are a microgram.


def kj_from_kcal(energy_kcal: float) -> float:
    """Convert kilocalories to kilojoules."""
    return energy_kcal * JOULES_PER_KCAL / 1_000


def kcal_from_kj(energy_kj: float) -> float:
    """Convert kilojoules to kilocalories."""
    return energy_kj * 1_000 / JOULES_PER_KCAL


def kg_from_pounds(mass_lb: float) -> float:
    """Convert pounds to kilograms."""
    return mass_lb * KG_PER_POUND


def mg_dl_from_mmol_l(glucose_mmol_l: float) -> float:
    """Convert a glucose concentration from mmol/L to mg/dL."""
    return glucose_mmol_l * MG_DL_PER_MMOL_L_GLUCOSE


def celsius_from_fahrenheit(temperature_f: float) -> float:
    """Convert a temperature (not a difference) from °F to °C."""
    return (temperature_f - 32) / 1.8
