"""Conversion factors: the only module with a conversion number in it."""

from __future__ import annotations

from typing import Final

JOULES_PER_KCAL: Final = 4_184  # Exact: the thermochemical calorie.
KG_PER_POUND: Final = 0.453_592_37  # Exact: the international pound of 1959.
METERS_PER_INCH: Final = 0.025_4  # Exact.
METERS_PER_MILE: Final = 1_609.344  # Exact.
MG_DL_PER_MMOL_L_GLUCOSE: Final = 18.016  # Molar mass of glucose, 180.16 g/mol.
SEMICIRCLES_PER_DEGREE: Final = 2**31 / 180  # How FIT writes positions.


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
