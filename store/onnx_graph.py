"""The bundled model as an ONNX graph, its matrices in four bits as they come.

The only importer of onnx. Operators: those of ONNX, and the “com.microsoft” ones of
https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from store.e5_file import BLOCK, Blocks, E5File, nibbles

_OURS: Final = "com.microsoft"
_INT8_PRODUCTS: Final = 4  # accuracy_level: states are rounded to eight bits, by blocks
_OPSETS: Final = (("", 21), (_OURS, 1))
_IR_VERSION: Final = 10  # what the opset came with


def write_graph(file: E5File, kept: Sequence[int], path: Path) -> None:
    """Write the encoder with these rows of the word embedding.

    Input `ids`, shape (1, tokens), int64; output `states`, shape (1, tokens, hidden), float32.
    """
    graph = _Graph(file)
    x = graph.embedded("ids", kept)
    for layer in range(file.layers):
        x = graph.through(layer, x)
    graph.node("Identity", [x], "states")
    onnx.save(graph.model(), str(path))


class _Graph:
    """Nodes and constants as they are added; a node is known by its output's name."""

    def __init__(self, file: E5File) -> None:
        self._file = file
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        hidden = self._file.hidden
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "tokens", hidden])],
            self._constants,
        )
        model: onnx.ModelProto = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid(*opset) for opset in _OPSETS],
            ir_version=_IR_VERSION,
        )
        return model

    def node(self, kind: str, inputs: Sequence[str], output: str, **more: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], **more))
        return output

    def ours(self, kind: str, inputs: Sequence[str], output: str, **more: Any) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=_OURS, **more))
        return output

    def embedded(self, ids: str, kept: Sequence[int]) -> str:
        """Words by their ids, each with its place; every text is of the first type."""
        file = self._file
        blocks = file.blocks("emb.word", max(kept) + 1, file.hidden)[list(kept)]
        signed = _packed(blocks) ^ 0x88  # a number less eight, in two's complement
        self._constants.append(
            helper.make_tensor(
                "words", TensorProto.INT4, [len(kept), file.hidden], signed.tobytes(), raw=True
            )
        )
        scales = self._constant("words.scales", blocks["scale"].astype(np.float32))
        words = self.ours(
            "GatherBlockQuantized",
            ["words", ids, scales],
            "embedded.words",
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        every = file.floats("emb.pos", file.positions, file.hidden)
        every += file.floats("emb.type", file.types, file.hidden)[0]
        count = self.node("Shape", [ids], "count", start=1, end=2)
        zero = self._constant("zero", np.zeros(1, dtype=np.int64))
        places = self.node("Slice", [self._constant("places", every), zero, count, zero], "placed")
        both = self.node("Add", [words, places], "embedded.both")
        norm = [self._constant(name, file.floats(name)) for name in ("emb.ln.w", "emb.ln.b")]
        return self.node("LayerNormalization", [both, *norm], "embedded", epsilon=file.epsilon)

    def through(self, layer: int, x: str) -> str:
        """One layer: attention, and two matrices, each added to what came in."""
        file, at = self._file, f"l{layer}"
        qkv = self._times(x, [f"{at}.{part}" for part in "qkv"], file.hidden, file.hidden)
        parts = [f"{at}.query", f"{at}.key", f"{at}.value"]
        self._nodes.append(helper.make_node("Split", [qkv], parts, axis=2, num_outputs=3))
        mixed = self.ours("MultiHeadAttention", parts, f"{at}.mixed", num_heads=file.heads)
        out = self._times(mixed, [f"{at}.ao"], file.hidden, file.hidden)
        x = self._added(out, x, f"{at}.aln")
        inner = self._times(x, [f"{at}.fi"], file.inner, file.hidden)
        inner = self.ours("Gelu", [inner], f"{at}.gelu")
        return self._added(
            self._times(inner, [f"{at}.fo"], file.hidden, file.inner), x, f"{at}.oln"
        )

    def _times(self, x: str, names: Sequence[str], rows: int, columns: int) -> str:
        """`x` times one matrix, or several of the same shape side by side, and their biases."""
        file = self._file
        blocks = np.concatenate([file.blocks(f"{name}.w", rows, columns) for name in names])
        bias = np.concatenate([file.floats(f"{name}.b") for name in names])
        name = names[0]
        return self.ours(
            "MatMulNBits",
            [
                x,
                self._constant(f"{name}.w", _packed(blocks).reshape(*blocks.shape, BLOCK // 2)),
                self._constant(f"{name}.scales", blocks["scale"].astype(np.float32)),
                *("", ""),  # zero points, which are eight, and no order of groups
                self._constant(f"{name}.b", bias),
            ],
            f"{name}.product",
            K=columns,
            N=len(blocks),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_PRODUCTS,
        )

    def _added(self, new: str, x: str, name: str) -> str:
        norm = [
            self._constant(part, self._file.floats(part)) for part in (f"{name}.w", f"{name}.b")
        ]
        epsilon = self._file.epsilon
        return self.ours("SkipLayerNormalization", [new, x, *norm], f"{name}.out", epsilon=epsilon)

    def _constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name


def _packed(blocks: Blocks) -> npt.NDArray[np.uint8]:
    """The four-bit numbers of blocks of shape (rows, n), two a byte in order: (rows, 16 n)."""
    numbers = nibbles(blocks).reshape(len(blocks), -1)
    high = (numbers[:, 1::2] << 4).astype(np.uint8)
    return numbers[:, 0::2] | high
