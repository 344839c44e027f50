"""The two distributions a forecast needs: the normal one, and Student's t."""

from __future__ import annotations

import math
from collections.abc import Callable


def normal_cdf(z: float) -> float:
    """Tell how likely a standard normal variable is at most `z`."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_quantile(p: float) -> float:
    """Find the `z` a standard normal variable stays under with probability `p`, 0 < p < 1."""
    # 38 standard deviations is where a float's probability ends.
    return -normal_quantile(1 - p) if p > 0.5 else _root(lambda z: normal_cdf(z) - p, -38, 0)


def t_cdf(t: float, degrees: int) -> float:
    """Tell how likely Student's t with so many degrees of freedom is at most `t`."""
    return 0.5 + 0.5 * _inner(math.atan(t / math.sqrt(degrees)), degrees)


def t_quantile(p: float, degrees: int) -> float:
    """Find the t that Student's t stays under with probability `p`, 0 < p < 1, degrees >= 1.

    Source: the finite series of Abramowitz & Stegun 1964, 26.7.3 and 26.7.4, solved by halving
    the angle, which is bounded where t is not.
    """
    wanted = 2 * p - 1
    angle = _root(lambda a: _inner(a, degrees) - wanted, -math.pi / 2, math.pi / 2)
    return math.sqrt(degrees) * math.tan(angle)


def _inner(angle: float, degrees: int) -> float:
    """The probability of |T| <= sqrt(degrees) tan(angle), negative for a negative angle."""
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = degrees % 2
    term = total = 0.0 if degrees == 1 else (cosine if odd else 1.0)
    for k in range(2 + odd, degrees - 1, 2):
        term *= (k - 1) / k * cosine * cosine
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Halve an interval until no float lies inside; the function rises through zero there."""
    middle = (low + high) / 2
    while low < middle < high:
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
        middle = (low + high) / 2
    return middle
