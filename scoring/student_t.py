"""Student's t distribution: the quantile that intervals need, without a statistics package at run time."""

from __future__ import annotations

import math

_CLOSE = 1e-15
_MOST = 100_000


def t_quantile(probability: float, freedom: float) -> float:
    """Quantile of Student's t, for a probability above one half.

    Parameters
    ----------
    probability
        Between 0.5 and 1, exclusive.
    freedom
        Degrees of freedom, at least 1; fractions are welcome.

    Raises
    ------
    ValueError
        A probability or degrees of freedom out of range.

    Notes
    -----
    Newton's method on the distribution function. It is concave above 0, so that the steps climb from
    the left and never overshoot.

    Examples
    --------
    >>> round(t_quantile(0.975, 1.0408), 3)
    11.588
    """
    if not 0.5 < probability < 1:
        raise ValueError(f"probability {probability!r} is not between 0.5 and 1")
    if not freedom >= 1:
        raise ValueError(f"degrees of freedom {freedom!r} are below 1")
    log_top = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    t = 0.0
    for _ in range(200):
        density = math.exp(log_top - (freedom + 1) / 2 * math.log1p(t * t / freedom))
        step = (probability - _t_below(t, freedom)) / density
        t += step
        if abs(step) <= 1e-14 * t:
            break
    return t


def _t_below(t: float, freedom: float) -> float:
    """Probability of a value below t >= 0."""
    return 1 - incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function I_x(a, b), by its continued fraction.

    >>> round(incomplete_beta(0.25, 2.0, 1.0), 12)
    0.0625
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front / a * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of the continued fraction of the incomplete beta function."""
    tiny = 1e-300
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, _MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d, tiny)
            c = _apart(1 + term / c, tiny)
            change = c * d
            value *= change
        if abs(change - 1) < _CLOSE:
            break
    return value


def _apart(value: float, least: float) -> float:
    return value if abs(value) > least else least
