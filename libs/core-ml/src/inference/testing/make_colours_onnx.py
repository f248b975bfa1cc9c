"""Writes colours.onnx beside this file: a classifier whose answers can be worked out by hand.

    pip install onnx && python make_colours_onnx.py

pixels float32 [batch, 4, 4, 3] -> embedding: the mean of each channel, float32 [batch, 3]
                                -> probabilities: softmax(embedding x KERNEL), float32 [batch, 6]
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

# Columns: red, green, blue, yellow, cyan, magenta. Each channel speaks for its colours and against the others.
KERNEL = 4 * np.array(
    [
        [1, -1, -1, 0.75, -1, 0.75],
        [-1, 1, -1, 0.75, 0.75, -1],
        [-1, -1, 1, -1, 0.75, 0.75],
    ],
    dtype=np.float32,
)


def tensor(name, *shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape])


graph = helper.make_graph(
    [
        helper.make_node("ReduceMean", ["pixels", "axes"], ["embedding"], keepdims=0),
        helper.make_node("MatMul", ["embedding", "kernel"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ],
    "colours",
    [tensor("pixels", 4, 4, 3)],
    [tensor("probabilities", 6), tensor("embedding", 3)],
    [
        numpy_helper.from_array(np.array([1, 2], dtype=np.int64), "axes"),
        numpy_helper.from_array(KERNEL, "kernel"),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
checker.check_model(model)
save(model, Path(__file__).with_name("colours.onnx"))
