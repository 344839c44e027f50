"""The distributions goals rests on, against SciPy."""

from __future__ import annotations

import pytest
from scipy import stats

from vegaloop.goals.domain.formulas.student import normal_cdf, normal_quantile, t_cdf, t_quantile


class TestDistributions:
    """The quantiles agree with SciPy, and undo the distribution functions."""

    @pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 8, 9, 26, 27, 120, 999])
    @pytest.mark.parametrize("p", [0.001, 0.025, 0.3, 0.5, 0.8, 0.95, 0.975, 0.9995])
    def test_student(self, p: float, degrees: int) -> None:
        t = t_quantile(p, degrees)
        assert t == pytest.approx(stats.t.ppf(p, degrees), rel=1e-9, abs=1e-12)
        assert t_cdf(t, degrees) == pytest.approx(p, rel=1e-12)

    @pytest.mark.parametrize("p", [1e-12, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999_999])
    def test_normal(self, p: float) -> None:
        z = normal_quantile(p)
        assert z == pytest.approx(stats.norm.ppf(p), rel=1e-9, abs=1e-12)
        assert normal_cdf(z) == pytest.approx(p, rel=1e-9)
