"""Dietary reference intakes of the United States and Canada, by nutrient, age, sex and life stage."""
