"""On which of our shelves the groups of others belong, where that is sure."""

from __future__ import annotations

from typing import Final

from vegaloop.nutrition.domain.food import FoodCategory

__all__ = ("shelf_of",)

_SHELVES: Final = {
    # FoodData Central.
    "dairy and egg products": FoodCategory.DAIRY,
    "fats and oils": FoodCategory.FATS,
    "poultry products": FoodCategory.MEAT,
    "soups, sauces, and gravies": FoodCategory.SAUCES,
    "sausages and luncheon meats": FoodCategory.MEAT,
    "breakfast cereals": FoodCategory.GRAINS,
    "snacks": FoodCategory.SNACKS,
    "fruits and fruit juices": FoodCategory.FRUIT,
    "pork products": FoodCategory.MEAT,
    "vegetables and vegetable products": FoodCategory.VEGETABLES,
    "nut and seed products": FoodCategory.NUTS_AND_SEEDS,
    "beef products": FoodCategory.MEAT,
    "beverages": FoodCategory.DRINKS,
    "finfish and shellfish products": FoodCategory.FISH,
    "legumes and legume products": FoodCategory.LEGUMES,
    "lamb, veal, and game products": FoodCategory.MEAT,
    "sweets": FoodCategory.SWEETS,
    "cereal grains and pasta": FoodCategory.GRAINS,
    "fast foods": FoodCategory.DISHES,
    "meals, entrees, and side dishes": FoodCategory.DISHES,
    "restaurant foods": FoodCategory.DISHES,
    # Indian Food Composition Tables.
    "cereals and millets": FoodCategory.GRAINS,
    "grain legumes": FoodCategory.LEGUMES,
    "green leafy vegetables": FoodCategory.VEGETABLES,
    "other vegetables": FoodCategory.VEGETABLES,
    "nuts and oil seeds": FoodCategory.NUTS_AND_SEEDS,
    "sugars": FoodCategory.SWEETS,
    "milk and milk products": FoodCategory.DAIRY,
    "egg and egg products": FoodCategory.EGGS,
    "poultry": FoodCategory.MEAT,
    "animal meat": FoodCategory.MEAT,
    "marine fish": FoodCategory.FISH,
    "marine shellfish": FoodCategory.FISH,
    "marine mollusks": FoodCategory.FISH,
    "fresh water fish and shellfish": FoodCategory.FISH,
    # Open Food Facts, where it groups foods for the French recommendations.
    "vegetables": FoodCategory.VEGETABLES,
    "fruits": FoodCategory.FRUIT,
    "bread": FoodCategory.BREADS,
    "cereals": FoodCategory.GRAINS,
    "legumes": FoodCategory.LEGUMES,
    "potatoes": FoodCategory.POTATOES,
    "nuts": FoodCategory.NUTS_AND_SEEDS,
    "meat": FoodCategory.MEAT,
    "processed meat": FoodCategory.MEAT,
    "fish and seafood": FoodCategory.FISH,
    "eggs": FoodCategory.EGGS,
    "milk and yogurt": FoodCategory.DAIRY,
    "cheese": FoodCategory.DAIRY,
    "dairy desserts": FoodCategory.DAIRY,
    "plant-based milk substitutes": FoodCategory.PLANT_DRINKS,
    "fats": FoodCategory.FATS,
    "chocolate products": FoodCategory.SWEETS,
    "biscuits and cakes": FoodCategory.SWEETS,
    "ice cream": FoodCategory.SWEETS,
    "appetizers": FoodCategory.SNACKS,
    "salty and fatty products": FoodCategory.SNACKS,
    "sweetened beverages": FoodCategory.DRINKS,
    "artificially sweetened beverages": FoodCategory.DRINKS,
    "unsweetened beverages": FoodCategory.DRINKS,
    "waters and flavored waters": FoodCategory.DRINKS,
    "teas and herbal teas and coffees": FoodCategory.DRINKS,
    "alcoholic beverages": FoodCategory.DRINKS,
    "dressings and sauces": FoodCategory.SAUCES,
    "one-dish meals": FoodCategory.DISHES,
    "soups": FoodCategory.DISHES,
    "pizza pies and quiches": FoodCategory.DISHES,
    "sandwiches": FoodCategory.DISHES,
}


def shelf_of(group: str) -> FoodCategory:
    """Find the shelf of a group by its name; `other` where that is not sure."""
    return _SHELVES.get(group.strip().lower(), FoodCategory.OTHER)
