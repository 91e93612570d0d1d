"""Train the reading model on judged passages; stops and goes on at any step.

    python -m evals.train_reader FOLDER RUN [--held-back 6 | --held-back 0/4] [--steps 2000]

FOLDER has `multilingual/` and `questions.jsonl`; RUN is a folder for the checkpoint, which a second
call with the same arguments goes on from (with another --steps the pace is reckoned anew), and for
`reader.safetensors` at the end. Questions of articles that are held back are never taught; the
measures printed on the way are theirs.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file

from evals.reader_batches import ROUND, Plan, Pools, round_of_batches
from evals.reader_cloze import invented
from evals.reader_data import Lessons, Taught, held_back, read_lessons
from evals.reader_examples import Example, Read
from evals.reader_measures import measured
from evals.reader_tokens import read_all
from retrieval.reader.model import is_trained, logits, padded, trained_part, untrained
from retrieval.reader.weights import packed
from store.bundled import bundled_model

_ENCODER_PACE, _HEAD_PACE = 1e-4, 1e-3
_WARM_UP = 60  # steps
_DROPOUT = 0.1
_SMOOTHED = 0.1
_PER_SENTENCE = 10  # invented questions


def loss_of(model: torch.nn.Module, examples: Sequence[Example], device: str) -> torch.Tensor:
    """Cross-entropy of the answer's first and last token, smoothed over all that are there."""
    ids, mask = (part.to(device) for part in padded([example.row for example in examples]))
    spans = torch.tensor([example.span for example in examples], device=device)
    with torch.autocast(device, dtype=torch.bfloat16):
        found = logits(model, ids, mask)
    real = mask[:, :, None].float()
    likely = found.float().masked_fill(real == 0, -1e4).log_softmax(dim=1)
    right = likely.gather(1, spans[:, None]).squeeze(1)
    anywhere = (likely * real).sum(dim=1) / real.sum(dim=1)
    return -((1 - _SMOOTHED) * right + _SMOOTHED * anywhere).mean()


def pace(step: int, steps: int) -> float:
    """Share of the full pace at a step: up for the first steps, then down to nothing."""
    return min((step + 1) / _WARM_UP, max(0.0, (steps - step) / (steps - _WARM_UP)))


def train(
    lessons: Lessons,
    pools: Pools,
    held: Sequence[Taught],
    read: Read,
    *,
    folder: Path,
    run: Path,
    plan: Plan,
    every: int,
) -> None:
    """Train to the last step of the plan, from the checkpoint in `run` where there is one."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(plan.seed)
    model = untrained(folder, "float32", _DROPOUT).to(device)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(is_trained(name))
    optimiser = torch.optim.AdamW(
        [
            {
                "params": [p for p in model.bert.parameters() if p.requires_grad],
                "peak": _ENCODER_PACE,
            },
            {"params": model.qa_outputs.parameters(), "peak": _HEAD_PACE},
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


def main() -> int:
    """Train, and print measures over what is held back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--held-back", default="6", help="articles, 0 for none; 0/4: a fold")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--invented", type=float, default=0.3, help="share of the steps that mostly teach cloze"
    )
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
    lessons = read_lessons(options.folder)
    back = held_back(lessons.passages, options.held_back)
    taught = [q for q in lessons.questions if q.subject not in back]
    held = [q for q in lessons.questions if q.subject in back]
    made = (
        invented(lessons, folder, frozenset(q.subject for q in taught), _PER_SENTENCE, options.seed)
        if options.invented
        else ()
    )
    read = read_all(lessons, made, folder)
    print(
        f"{len(taught)} questions and {len(made)} invented ones taught, {len(held)} held back:",
        *sorted(back),
        flush=True,
    )
    plan = Plan(options.steps, options.batch, options.seed, options.invented)
    train(
        lessons,
        Pools(taught, made),
        held,
        read,
        folder=folder,
        run=options.run,
        plan=plan,
        every=options.measure_every,
    )
    print(export(options.run))
    return 0


if __name__ == "__main__":
    sys.exit(main())
