"""The LightGBM contender of the trees bench: `lightgbm_peer.py TASK FILE ROWS COLUMNS`.

FILE holds the columns one after another and then the targets, as float32. TASK is `training`, `row` (a hundred calls
for one row each) or `rows10000`; it runs once for every line on stdin and is answered with a line. Two threads; the
same number of trees, leaves and bins as ours.
"""
import sys

import lightgbm as lgb
import numpy as np

task, file, rows, columns = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
data = np.fromfile(file, dtype="<f4").reshape(columns + 1, rows)
features, targets = np.ascontiguousarray(data[:-1].T), data[-1]
OPTIONS = dict(objective="binary", num_leaves=31, learning_rate=0.05, max_bin=255, num_threads=2, verbose=-1)


def train():
    return lgb.train(OPTIONS, lgb.Dataset(features, targets), 500)


if task != "training":
    model = train()
    many = np.ascontiguousarray(features[:10000])
print(lgb.__version__, flush=True)
for _ in sys.stdin:
    if task == "training":
        train()
    elif task == "row":
        for row in range(100):
            model.predict(features[row:row + 1])
    else:
        model.predict(many)
    print("done", flush=True)
