"""One Keras contender of the training bench: `keras_peer.py MODEL PRECISION STEPS_PER_EXECUTION`.

Trains one epoch for every line on stdin and answers with a line; `fit` shuffles, takes the tail batch and computes
loss and accuracy, as ours does.
"""
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers as L

model_name, precision, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
EXAMPLES, BATCH = 2000, 64
keras.utils.set_random_seed(1)
if precision == "bfloat16":
    keras.mixed_precision.set_global_policy("mixed_bfloat16")


def residual(x, filters, stride):
    def part(y, strides):
        return L.BatchNormalization()(L.Conv2D(filters, 3, strides, padding="same", use_bias=False)(y))
    skip = x
    if stride != 1 or x.shape[-1] != filters:
        skip = L.BatchNormalization()(L.Conv2D(filters, 1, stride, use_bias=False)(x))
    return L.ReLU()(L.Add()([part(L.ReLU()(part(x, stride)), 1), skip]))


def build():
    conv = lambda filters: L.Conv2D(filters, 3, activation="relu")
    if model_name == "two-conv":
        return keras.Sequential([L.Input((32, 32, 3)), conv(32), L.MaxPool2D(), conv(64), L.MaxPool2D(), L.Flatten(),
                                 L.Dense(128, activation="relu"), L.Dense(10, dtype="float32")])
    if model_name == "three-conv":
        return keras.Sequential([L.Input((32, 32, 3)), conv(32), L.MaxPool2D(), conv(64), L.MaxPool2D(), conv(64),
                                 L.Flatten(), L.Dense(64, activation="relu"), L.Dense(10, dtype="float32")])
    if model_name == "lstm":
        return keras.Sequential([L.Input((28, 28)), L.LSTM(64), L.Dense(10, dtype="float32")])
    inputs = keras.Input((32, 32, 3))
    x = L.ReLU()(L.BatchNormalization()(L.Conv2D(16, 3, padding="same", use_bias=False)(inputs)))
    for stage, filters in enumerate([16, 32, 64]):
        for block in range(3):
            x = residual(x, filters, 2 if stage > 0 and block == 0 else 1)
    return keras.Model(inputs, L.Dense(10, dtype="float32")(L.GlobalAveragePooling2D()(x)))


model = build()
model.compile("rmsprop" if model_name == "three-conv" else "adam",
              keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"],
              steps_per_execution=steps)
shape = (28, 28) if model_name == "lstm" else (32, 32, 3)
inputs = np.random.rand(EXAMPLES, *shape).astype("float32")
labels = np.random.randint(0, 10, EXAMPLES)
print(keras.__version__, flush=True)
for _ in sys.stdin:
    model.fit(inputs, labels, batch_size=BATCH, epochs=1, verbose=0)
    print("done", flush=True)
