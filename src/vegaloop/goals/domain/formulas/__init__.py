"""The formulas of goals, one module a family; `vegaloop.goals.formulas` is their door."""
