"""The formulas of activity, one module a family; `vegaloop.activity.formulas` is their door."""
