"""Writes linear.json beside this file: small tables, and the models that scikit-learn fits to them.

    pip install scikit-learn==1.9.1 numpy && python make_linear_fixtures.py && npx prettier --write .

scikit-learn's C is 1 / (rows * lambda); its losses are sums where Lintel's are means.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge

warnings.filterwarnings("ignore")


def main():
    random = np.random.default_rng(3)
    rows, width = 120, 5
    x = random.normal(size=(rows, width))
    x[:, 4] = 0.9 * x[:, 0] + 0.1 * x[:, 4]
    x = x.astype(np.float32).astype(float)
    weights = random.integers(1, 4, rows)
    truth = np.array([1.5, -2, 0, 0.5, 0])
    values = x @ truth + 3 + random.normal(size=rows)
    binary = (x @ truth + 0.5 + random.logistic(size=rows) > 0).astype(int)
    scores = np.stack([x @ random.normal(size=width) for _ in range(3)], 1)
    several = (scores + random.gumbel(size=scores.shape)).argmax(1)

    def logistic(y, lam, alpha, sample_weight=None):
        total = rows if sample_weight is None else sample_weight.sum()
        model = LogisticRegression(
            C=np.inf if lam == 0 else 1 / (total * lam), l1_ratio=alpha, solver="saga" if alpha else "newton-cg",
            max_iter=100000, tol=1e-12
        ).fit(x, y, sample_weight=sample_weight)
        return {
            "coefficients": model.coef_.tolist(),
            "intercepts": model.intercept_.tolist(),
            "probabilities": model.predict_proba(x)[:8].tolist(),
        }

    def linear(lam, alpha, sample_weight=None):
        if lam == 0:
            model = LinearRegression()
        elif alpha == 0:
            model = Ridge(alpha=lam * (rows if sample_weight is None else sample_weight.sum()), tol=1e-14, solver="svd")
        else:
            model = ElasticNet(alpha=lam, l1_ratio=alpha, tol=1e-14, max_iter=1000000)
        model.fit(x, values, sample_weight=sample_weight)
        return {"coefficients": [model.coef_.tolist()], "intercepts": [float(model.intercept_)]}

    penalties = [(0, 0, False), (0.05, 0, False), (0.05, 0.5, False), (0.02, 1, False), (0.05, 0, True), (0.05, 0.5, True)]
    cases = []
    for lam, alpha, weighted in penalties:
        used = weights if weighted else None
        cases.append(
            {
                "lambda": lam,
                "alpha": alpha,
                "weighted": weighted,
                "binary": logistic(binary, lam, alpha, used),
                "several": logistic(several, max(lam, 0.001), alpha, used),
                "values": linear(lam, alpha, used),
            }
        )
    fixture = {
        "rows": rows,
        "width": width,
        "x": x.ravel().tolist(),
        "weights": weights.tolist(),
        "values": values.tolist(),
        "binary": binary.tolist(),
        "several": several.tolist(),
        "cases": cases,
    }
    Path(__file__).with_name("linear.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")


main()
