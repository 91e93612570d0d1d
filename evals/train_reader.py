"""Train the reading model on practice and judged passages; stops and goes on at any step.

    python -m evals.train_reader FOLDER RUN [--held-back all | 6 | 0/4] [--folds 4]
        [--begin-with WEIGHTS] [--first SHARES] [--then SHARES] [--steps 2000]

FOLDER has `multilingual/` and `questions.jsonl`; practice passages are those of this repository.
RUN is a folder for the checkpoint, which a second call with the same arguments goes on from (with
another --steps the pace is reckoned anew), and for `reader.safetensors` at the end. Of the articles
that are held back nothing is taught; the measures printed on the way are of their questions.
`--folds` trains once for each fold, in RUN/0, RUN/1 and so on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from evals.reader_batches import FIRST, ROUND, THEN, Plan, Pools, Shares, round_of_batches
from evals.reader_cloze import invented
from evals.reader_data import Lessons, Taught, held_back, joined, read_lessons
from evals.reader_examples import Example, Read
from evals.reader_measures import measured
from evals.reader_practice import read_practice
from evals.reader_tokens import read_all
from retrieval.reader.model import is_trained, logits, padded, trained_part, untrained
from retrieval.reader.weights import packed, unpacked
from store.bundled import bundled_model

_HEAD_FASTER = 10  # its pace beside the encoder's
_WARM_UP = 60  # steps
_DROPOUT = 0.1
_SMOOTHED = 0.1
_SHORT = 220  # tokens; over shorter rows plain attention goes back quicker than fused one
_PER_SENTENCE = 10  # invented questions


def loss_of(model: Any, examples: Sequence[Example], device: str) -> torch.Tensor:
    """Cross-entropy of the answer's first and last token, smoothed over all that are there."""
    ids, mask = (part.to(device) for part in padded([example.row for example in examples]))
    spans = torch.tensor([example.span for example in examples], device=device)
    model.config._attn_implementation = "eager" if ids.shape[1] < _SHORT else "sdpa"
    with torch.autocast(device, dtype=torch.bfloat16):
        found = logits(model, ids, mask)
    real = mask[:, :, None].float()
    likely = found.float().masked_fill(real == 0, -1e4).log_softmax(dim=1)
    right = likely.gather(1, spans[:, None]).squeeze(1)
    anywhere = (likely * real).sum(dim=1) / real.sum(dim=1)
    return -((1 - _SMOOTHED) * right + _SMOOTHED * anywhere).mean()


def pace(step: int, steps: int) -> float:
    """Share of the full pace at a step: up for the first steps, then down to nothing."""
    return min((step + 1) / _WARM_UP, (steps - step) / max(1, steps - _WARM_UP))


def train(
    lessons: Lessons,
    pools: Pools,
    held: Sequence[Taught],
    read: Read,
    *,
    folder: Path,
    run: Path,
    plan: Plan,
    begin: Mapping[str, torch.Tensor] | None,
    every: int,
) -> None:
    """Train to the last step of the plan, from the checkpoint in `run` where there is one.

    Otherwise from the weights of `begin`, or from a head that knows nothing.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(plan.seed)
    model = untrained(folder, "float32", _DROPOUT).to(device)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(is_trained(name))
    if begin is not None:
        model.load_state_dict({k: v.float() for k, v in begin.items()}, strict=False)
    head_pace = plan.pace * (_HEAD_FASTER if begin is None else 1)
    optimiser = torch.optim.AdamW(
        [
            {
                "params": [p for p in model.bert.parameters() if p.requires_grad],
                "peak": plan.pace,
            },
            {"params": model.qa_outputs.parameters(), "peak": head_pace},
        ],
        weight_decay=0.01,
        fused=True,
    )
    step = 0
    checkpoint = run / "checkpoint.pt"
    if checkpoint.is_file():
        saved = torch.load(checkpoint, map_location=device)
        model.load_state_dict(saved["trained"], strict=False)
        optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    batches: list[list[Example]] = []
    smooth, tokens, began, last_saved = 0.0, 0, time.monotonic(), time.monotonic()
    begun_at = step
    while step < plan.steps:
        if not batches or step % ROUND == 0:
            batches = round_of_batches(lessons, pools, read, plan, step // ROUND)
        torch.manual_seed(plan.seed * 1_000_003 + step)
        model.train()
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * pace(step, plan.steps)
        examples = batches[step % ROUND]
        loss = loss_of(model, examples, device)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        tokens += sum(len(example.row) for example in examples)
        smooth = loss.item() if not smooth else 0.98 * smooth + 0.02 * loss.item()
        if step % 20 == 0:
            spent = time.monotonic() - began
            left = spent / (step - begun_at) * (plan.steps - step) / 60
            print(
                f"step {step}/{plan.steps}  loss {smooth:.3f}  {tokens / spent:.0f} tokens/s"
                f"  {left:.0f} minutes left",
                flush=True,
            )
        if time.monotonic() - last_saved > 120 or step == plan.steps:
            save(checkpoint, model, optimiser, step)
            last_saved = time.monotonic()
        if held and (step % every == 0 or step == plan.steps):
            print(f"step {step}: {measured(model, lessons, held, read)}", flush=True)


def save(path: Path, model: torch.nn.Module, optimiser: torch.optim.Optimizer, step: int) -> None:
    """Write a checkpoint in one rename."""
    unfinished = path.with_suffix(".unfinished")
    torch.save(
        {"trained": trained_part(model), "optimiser": optimiser.state_dict(), "step": step},
        unfinished,
    )
    unfinished.rename(path)


def export(run: Path) -> str:
    """Write the checkpoint's weights as `reader.safetensors`; the file's SHA-256."""
    state = torch.load(run / "checkpoint.pt", map_location="cpu")["trained"]
    file = run / "reader.safetensors"
    save_file(packed(state), file)
    return hashlib.sha256(file.read_bytes()).hexdigest()


def prepared(
    options: argparse.Namespace, judged: Lessons, folder: Path
) -> tuple[Lessons, Pools, Read]:
    """Everything that may be taught, before any article is held back."""
    practice = read_practice()
    lessons = joined(judged, practice)
    back = held_back(judged.passages, "0" if options.folds else options.held_back)
    cloze = partial(invented, folder=folder, per_sentence=_PER_SENTENCE, seed=options.seed)
    makers: Mapping[str, Callable[[], Sequence[Taught]]] = {
        "judged": lambda: judged.questions,
        "practice": lambda: practice.questions,
        "cloze": lambda: cloze(judged, judged.subjects - back),
        "practice-cloze": lambda: cloze(practice, practice.subjects),
    }
    wanted = {kind for shares in (options.first, options.then) for kind in shares}
    pools = {kind: make() if kind in wanted else () for kind, make in makers.items()}
    read = read_all(lessons, [*pools["cloze"], *pools["practice-cloze"]], folder)
    return lessons, pools, read


def without(pools: Pools, back: frozenset[str]) -> dict[str, list[Taught]]:
    """The pools without what is held back."""
    return {kind: [q for q in own if q.subject not in back] for kind, own in pools.items()}


def shares(text: str) -> Shares:
    """`practice=0.7,cloze=0.3` as a mapping; other kinds are not taught."""
    pairs = [part.split("=") for part in text.split(",")]
    found = {kind: float(share) for kind, share in pairs}
    if not found.keys() <= FIRST.keys():
        raise ValueError(f"{text}: the kinds are {', '.join(FIRST)}")
    return found


def main() -> int:
    """Train, and print measures over what is held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument(
        "--held-back", default="6", help="articles, 0 for none, or all; 0/4: a fold"
    )
    parser.add_argument("--folds", type=int, default=0, help="each fold held back once")
    parser.add_argument("--begin-with", type=Path, help="weights to begin with")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pace", type=float, default=1e-4, help="learning rate of the encoder")
    parser.add_argument("--first", type=shares, default=FIRST, help="as in practice=0.7,cloze=0.3")
    parser.add_argument("--then", type=shares, default=THEN, help="the shares from --turn on")
    parser.add_argument("--turn", type=float, default=0.3, help="part of the steps")
    parser.add_argument("--measure-every", type=int, default=400, help="steps")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--export", action="store_true", help="only write the weights reached")
    options = parser.parse_args()
    if options.export:
        print(export(options.run))
        return 0
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    folder = bundled_model(options.run.parent / "models", "bfloat16", print)
    begin = unpacked(load_file(options.begin_with)) if options.begin_with else None
    judged = read_lessons(options.folder)
    lessons, pools, read = prepared(options, judged, folder)
    parts = [f"{n}/{options.folds}" for n in range(options.folds)] or [options.held_back]
    for n, part in enumerate(parts):
        run = options.run / str(n) if options.folds else options.run
        run.mkdir(exist_ok=True)
        back = held_back(judged.passages, part)
        own = without(pools, back)
        print({kind: len(some) for kind, some in own.items()}, "held back:", *sorted(back))
        train(
            lessons,
            own,
            [q for q in judged.questions if q.subject in back],
            read.among(lessons.subjects - back),
            folder=folder,
            run=run,
            plan=Plan(
                options.steps,
                options.batch,
                options.seed,
                options.pace,
                options.first,
                options.then,
                options.turn,
            ),
            begin=begin,
            every=options.measure_every,
        )
        print(export(run), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
