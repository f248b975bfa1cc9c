"""Writes drift.json beside this file: samples of imaginary features, and what scipy and numpy say of them.

    pip install scipy numpy && python make_drift_fixtures.py && npx prettier --write .
"""

import json
from pathlib import Path

import numpy as np
from scipy.special import kolmogorov
from scipy.stats import chi2, chi2_contingency, ks_2samp

random = np.random.default_rng(11)
SMOOTHING = 0.5


def psi(reference, observed):
    expected = (np.asarray(reference) + SMOOTHING) / (np.sum(reference) + SMOOTHING * len(reference))
    actual = (np.asarray(observed) + SMOOTHING) / (np.sum(observed) + SMOOTHING * len(observed))
    return float(np.sum((actual - expected) * np.log(actual / expected)))


def describe(reference, window):
    reference, window = np.round(reference, 4), np.round(window, 4)
    edges = np.array([float(f"{edge:.6g}") for edge in np.quantile(reference, np.arange(1, 10) / 10)])
    bins = [-np.inf, *edges, np.inf]
    # numpy's bins are [low, high) and ours (low, high]: count the negatives.
    counts = [np.histogram(-values, -np.array(bins[::-1]))[0][::-1] for values in (reference, window)]
    exact = ks_2samp(reference, window, method="exact")
    return {
        "reference": reference.tolist(),
        "window": window.tolist(),
        "mean": float(reference.mean()),
        "edges": edges.tolist(),
        "counts": counts[0].tolist(),
        "psi": psi(*counts),
        "ks": {"statistic": float(exact.statistic), "pValue": float(exact.pvalue)},
    }


def quantiles(values):
    values = np.round(values, 4)
    return {"values": values.tolist(), "sample": np.quantile(values, np.linspace(0, 1, 512)).tolist()}


def classes(reference, window):
    present = np.array([reference, window])
    present = present[:, present.sum(axis=0) > 0]
    return {
        "reference": reference,
        "window": window,
        "psi": psi(reference, window),
        "pValue": float(chi2_contingency(present, correction=False).pvalue),
    }


fixtures = {
    "samples": {
        "the same distribution": describe(random.normal(0.5, 0.1, 300), random.normal(0.5, 0.1, 150)),
        "a shift of half a deviation": describe(random.normal(0.5, 0.1, 300), random.normal(0.55, 0.1, 150)),
        "another spread": describe(random.normal(0.5, 0.1, 300), random.normal(0.5, 0.25, 200)),
        "nothing in common": describe(random.uniform(0, 0.4, 120), random.uniform(0.6, 1, 100)),
        "few values": describe(random.normal(0.5, 0.1, 40), random.normal(0.56, 0.1, 12)),
    },
    "quantiles": quantiles(random.gamma(2, 3, 1500)),
    "classes": [
        classes([100, 100, 100], [40, 30, 33]),
        classes([500, 300, 200, 0, 0], [20, 60, 15, 4, 0]),
        classes([90, 10], [1, 99]),
    ],
    "kolmogorov": [[x, float(kolmogorov(x))] for x in (0.05, 0.3, 0.5, 0.8, 1.0, 1.17, 1.19, 1.36, 1.63, 1.95, 3.0, 6.0)],
    "chiSquared": [
        [x, degrees, float(chi2.sf(x, degrees))]
        for degrees in (1, 2, 3, 9, 30, 99, 1000)
        for x in (0.01, 1.0, degrees * 0.8, degrees, degrees * 1.5, degrees + 60.0)
    ],
}
path = Path(__file__).with_name("drift.json")
path.write_text(json.dumps(fixtures, separators=(",", ":")) + "\n")
