"""Writes the fixtures beside this file: answers of imaginary classifiers, and what scikit-learn,
scipy and numpy say of them.

    pip install scikit-learn==1.9.1 scipy numpy && python make_fixtures.py && npx prettier --write .
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import binomtest
from sklearn import metrics

LEVELS = 64


def describe(probabilities, labels):
    probabilities = probabilities.astype(np.float32)
    classes = probabilities.shape[1]
    every_class = list(range(classes))
    predicted = probabilities.argmax(axis=1)
    examples = len(labels)
    right = int((predicted == labels).sum())
    macro = metrics.precision_recall_fscore_support(
        labels, predicted, labels=every_class, average="macro", zero_division=0
    )
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=every_class, zero_division=0
    )
    wilson = binomtest(right, examples).proportion_ci(method="wilson")
    one_vs_rest = []
    for index in every_class:
        positive = labels == index
        scores = probabilities[:, index]
        both = positive.any() and not positive.all()
        one_vs_rest.append(
            {
                "auc": metrics.roc_auc_score(positive, scores) if both else None,
                "averagePrecision": metrics.average_precision_score(positive, scores) if positive.any() else None,
            }
        )
    return {
        "probabilities": [float(value) for value in probabilities.ravel()],
        "labels": [int(label) for label in labels],
        "classNames": [f"class-{index}" for index in every_class],
        "expected": {
            "accuracy": right / examples,
            "accuracyInterval": {
                "low": wilson.low,
                "high": wilson.high,
            },
            "top5Accuracy": metrics.top_k_accuracy_score(labels, probabilities, k=5, labels=every_class)
            if classes > 5
            else 1,
            "logLoss": metrics.log_loss(labels, probabilities, labels=every_class),
            "macroPrecision": macro[0],
            "macroRecall": macro[1],
            "macroF1": macro[2],
            "precision": list(precision),
            "recall": list(recall),
            "f1": list(f1),
            "support": [int(count) for count in support],
            "confusionMatrix": metrics.confusion_matrix(labels, predicted, labels=every_class).tolist(),
            "curves": one_vs_rest,
            "expectedCalibrationError": calibration_error(probabilities.max(axis=1), predicted == labels),
        },
    }


def calibration_error(confidences, correct, bins=15):
    edges = np.linspace(0, 1, bins + 1)
    of_bin = np.digitize(confidences, edges[1:-1], right=True)
    gaps = [
        (of_bin == index).sum() * abs(confidences[of_bin == index].mean() - correct[of_bin == index].mean())
        for index in range(bins)
        if (of_bin == index).any()
    ]
    return float(sum(gaps) / len(confidences))


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def main():
    random = np.random.default_rng(7)

    # Eight classes, no two scores alike.
    labels = random.integers(0, 8, 150)
    logits = random.normal(size=(150, 8)) * 1.5
    logits[np.arange(150), labels] += 1.5
    smooth = describe(softmax(logits), labels)

    # Five classes in steps of 1/64: many equal scores and zeros; class 3 has no example and class 4 is never predicted.
    labels = random.choice([0, 1, 2, 4], 200, p=[0.5, 0.3, 0.15, 0.05])
    logits = random.normal(size=(200, 5))
    logits[np.arange(200), labels] += 1
    logits[:, 4] -= 4
    tied = np.stack([random.multinomial(LEVELS, row) for row in softmax(logits)]) / LEVELS
    coarse = describe(tied, labels)

    for name, fixture in {"smooth": smooth, "coarse": coarse}.items():
        path = Path(__file__).with_name(f"{name}.json")
        path.write_text(json.dumps(fixture, separators=(",", ":"), default=float) + "\n")


main()
