"""Writes lightgbm.json beside this file: small LightGBM models as flat trees, with LightGBM's own margins and
contributions (pred_contrib, the path-dependent Shapley values of Lundberg et al. 2020).

    pip install lightgbm==4.7.0 && python make_lightgbm_trees.py && npx prettier --write .
"""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np

ROWS, ASKED = 400, 25


def flatten(model, columns):
    trees = {key: [] for key in ("roots", "feature", "value", "left", "right", "flags", "cover")}

    def add(node):
        at = len(trees["feature"])
        is_leaf = "leaf_value" in node
        trees["feature"].append(-1 if is_leaf else node["split_feature"])
        trees["value"].append(node["leaf_value"] if is_leaf else node["threshold"])
        trees["flags"].append(0 if is_leaf or not node["default_left"] else 1)
        trees["cover"].append(node["leaf_count"] if is_leaf else node["internal_count"])
        trees["left"].append(-1)
        trees["right"].append(-1)
        if not is_leaf:
            assert node["decision_type"] == "<=" and node["missing_type"] == "NaN"
            trees["left"][at] = add(node["left_child"])
            trees["right"][at] = add(node["right_child"])
        return at

    for tree in model.dump_model()["tree_info"]:
        trees["roots"].append(len(trees["feature"]))
        add(tree["tree_structure"])
    trees["roots"].append(len(trees["feature"]))
    return trees


def describe(objective, outputs):
    random = np.random.default_rng(11)
    # Steps of 1/8 are exact in float32, and some values are missing in every column.
    features = random.integers(-24, 25, (ROWS, 5)) / 8
    features[random.random(features.shape) < 0.15] = np.nan
    known = np.nan_to_num(features, nan=1.5)
    score = known[:, 0] * known[:, 1] + np.abs(known[:, 2]) + (known[:, 3] > 0) + random.normal(size=ROWS)
    targets = (
        np.digitize(score, np.quantile(score, [0.3, 0.7])) if outputs > 1 else score > 1 if objective == "binary" else score
    )
    options = dict(objective=objective, num_leaves=12, min_data_in_leaf=8, verbose=-1, num_threads=1, seed=1)
    if outputs > 1:
        options["num_class"] = outputs
    model = lgb.train(options, lgb.Dataset(features, targets.astype(float)), 6)
    asked = features[:ASKED]
    contributions = np.asarray(model.predict(asked, pred_contrib=True)).reshape(ASKED, outputs, 6)
    return {
        "objective": objective,
        "outputs": outputs,
        "trees": flatten(model, 5),
        "features": [[None if np.isnan(value) else float(value) for value in column] for column in asked.T],
        "margins": np.asarray(model.predict(asked, raw_score=True)).reshape(-1).tolist(),
        "contributions": contributions[:, :, :5].reshape(-1).tolist(),
        "expected": contributions[0, :, 5].tolist(),
    }


def main():
    models = [describe("regression", 1), describe("binary", 1), describe("multiclass", 3)]
    text = json.dumps(models, separators=(",", ":"), default=float)
    Path(__file__).with_name("lightgbm.json").write_text(text + "\n")


main()
