"""The types HealthKit's samples are of, as their schemas list them."""

from __future__ import annotations

from typing import Final

__all__ = ("CATEGORIES", "QUANTITIES")

_QUANTITIES: Final = """
BodyMassIndex BodyFatPercentage Height BodyMass LeanBodyMass StepCount DistanceWalkingRunning
DistanceCycling BasalEnergyBurned ActiveEnergyBurned FlightsClimbed NikeFuel HeartRate
BodyTemperature BasalBodyTemperature BloodPressureSystolic BloodPressureDiastolic RespiratoryRate
OxygenSaturation PeripheralPerfusionIndex BloodGlucose NumberOfTimesFallen ElectrodermalActivity
InhalerUsage BloodAlcoholContent ForcedVitalCapacity ForcedExpiratoryVolume1
PeakExpiratoryFlowRate UVExposure AppleExerciseTime AppleStandTime DistanceSwimming
DistanceWheelchair HeartRateVariabilitySDNN PushCount RestingHeartRate SwimmingStrokeCount VO2Max
WaistCircumference WalkingHeartRateAverage
"""
_DIETARY: Final = """
FatTotal FatPolyunsaturated FatMonounsaturated FatSaturated Cholesterol Sodium Carbohydrates Fiber
Sugar EnergyConsumed Protein VitaminA VitaminB6 VitaminB12 VitaminC VitaminD VitaminE VitaminK
Calcium Iron Thiamin Riboflavin Niacin Folate Biotin PantothenicAcid Phosphorus Iodine Magnesium
Zinc Selenium Copper Manganese Chromium Molybdenum Chloride Potassium Caffeine Water
"""
_CATEGORIES: Final = """
SleepAnalysis AppleStandHour CervicalMucusQuality OvulationTestResult MenstrualFlow
IntermenstrualBleeding SexualActivity MindfulSession
"""
QUANTITIES: Final = tuple(
    f"HKQuantityTypeIdentifier{name}"
    for name in (*_QUANTITIES.split(), *(f"Dietary{one}" for one in _DIETARY.split()))
)
CATEGORIES: Final = tuple(f"HKCategoryTypeIdentifier{name}" for name in _CATEGORIES.split())
