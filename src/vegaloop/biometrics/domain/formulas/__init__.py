"""The formulas of biometrics, one module a family; `vegaloop.biometrics.formulas` is their door."""
