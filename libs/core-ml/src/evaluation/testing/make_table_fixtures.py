"""Writes tables.json beside this file: predictions for tables, and what scikit-learn and scipy say of them.

    pip install scikit-learn==1.9.1 scipy numpy && python make_table_fixtures.py && npx prettier --write .
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression


def delong(scores, positive):
    """From the definition (DeLong et al. 1988), by comparing all pairs."""
    hits, misses = scores[positive == 1], scores[positive == 0]
    wins = (hits[:, None] > misses[None]) + 0.5 * (hits[:, None] == misses[None])
    auc = wins.mean()
    deviation = np.sqrt(wins.mean(1).var(ddof=1) / len(hits) + wins.mean(0).var(ddof=1) / len(misses))
    z = stats.norm.ppf(0.975)
    return {"value": auc, "low": max(0, auc - z * deviation), "high": min(1, auc + z * deviation)}


def main():
    random = np.random.default_rng(5)
    rows = 150
    positive = (random.random(rows) < 0.35).astype(int)
    probabilities = np.round(1 / (1 + np.exp(-random.normal(positive * 1.4 - 1, 1.2))), 2).clip(0.01, 0.99)
    odds = np.log(probabilities / (1 - probabilities))
    platt = _SigmoidCalibration().fit(odds, positive)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(probabilities, positive)
    asked = [0.005, 0.1, 0.25, 0.5, 0.77, 0.9, 0.995]
    actual = random.normal(size=rows) * 3 + 10
    predicted = actual + random.normal(size=rows)
    hits, misses = probabilities[positive == 1], probabilities[positive == 0]
    fixture = {
        "positive": positive.tolist(),
        "probabilities": probabilities.tolist(),
        "asked": asked,
        "predicted": predicted.tolist(),
        "actual": actual.tolist(),
        "expected": {
            "auc": delong(probabilities, positive),
            "rocAuc": metrics.roc_auc_score(positive, probabilities),
            "brier": metrics.brier_score_loss(positive, probabilities),
            "logLoss": metrics.log_loss(positive, probabilities),
            "ks": float(stats.ks_2samp(hits, misses).statistic),
            "platt": platt.predict(np.log(np.array(asked) / (1 - np.array(asked)))).tolist(),
            "isotonic": isotonic.predict(asked).tolist(),
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "mae": metrics.mean_absolute_error(actual, predicted),
            "r2": metrics.r2_score(actual, predicted),
        },
    }
    Path(__file__).with_name("tables.json").write_text(json.dumps(fixture, separators=(",", ":"), default=float) + "\n")


main()
