"""Print how many vectors of each formula pass; ends with 1 where one does not."""

from __future__ import annotations

import sys

from tests.vectors.book import vectors
from tests.vectors.report import lines
from tests.vectors.table import fault

if __name__ == "__main__":
    tried = [(vector.formula, vector.id, fault(vector)) for vector in vectors()]
    sys.stdout.write("\n".join(lines((formula, not wrong) for formula, _, wrong in tried)) + "\n")
    for _, name, wrong in tried:
        if wrong:
            sys.stdout.write(f"{name}: {wrong}\n")
    sys.exit(any(wrong for *_, wrong in tried))
