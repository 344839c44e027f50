"""The formulas of nutrition, one module a family; `vegaloop.nutrition.formulas` is their door."""
