"""Writes paired.json beside this file: intervals and tests of paired proportions. The interval inverts the score test
with the likelihood maximised numerically, not by the closed form that is under test.

    pip install scipy statsmodels && python make_comparison_fixtures.py && npx prettier --write .
"""

import json
from math import log, sqrt
from pathlib import Path

from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm
from statsmodels.stats.contingency_tables import mcnemar

Z = norm.ppf(0.975)


def score(won, lost, examples, delta):
    """Of Tango 1998: the difference from delta over its standard error under the likeliest distribution with delta."""

    def negative_likelihood(lost_share):
        cells = [(won, lost_share + delta), (lost, lost_share), (examples - won - lost, 1 - 2 * lost_share - delta)]
        return -sum(count * log(max(share, 1e-300)) for count, share in cells if count > 0)

    bounds = (max(0, -delta), (1 - delta) / 2)
    found = minimize_scalar(negative_likelihood, bounds=bounds, method="bounded", options={"xatol": 1e-14})
    candidates = [*bounds, found.x]
    lost_share = min(candidates, key=negative_likelihood)
    variance = examples * (2 * lost_share + delta - delta**2)
    distance = won - lost - examples * delta
    return distance / sqrt(variance) if distance != 0 else 0


def describe(won, lost, examples):
    estimate = (won - lost) / examples
    inside = 1e-9
    low = brentq(lambda delta: score(won, lost, examples, delta) - Z, -1 + inside, estimate, xtol=1e-12)
    high = brentq(lambda delta: score(won, lost, examples, delta) + Z, estimate, 1 - inside, xtol=1e-12)
    table = [[0, lost], [won, examples - won - lost]]
    return {
        "won": won,
        "lost": lost,
        "examples": examples,
        "low": low,
        "high": high,
        "mcnemarP": float(mcnemar(table, exact=True).pvalue) if won + lost > 0 else 1,
    }


cases = [(12, 2, 50), (7, 1, 21), (1, 7, 21), (40, 20, 160), (0, 0, 100), (0, 5, 30), (5, 0, 30), (210, 160, 10000),
         (33, 34, 1000), (3000, 2700, 10000)]
fixtures = [describe(*case) for case in cases]
path = Path(__file__).with_name("paired.json")
path.write_text(json.dumps(fixtures, separators=(",", ":")) + "\n")
