"""The training itself: translations drawn together, the rest of the batch pushed apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from embeddings.training.batches import Batch, Batches

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stage:
    """How one stretch of training runs: its length, batch size, pace and the losses' shares."""

    name: str
    steps: int
    batch: int
    rate: float
    warmup: int = 100
    temperature: float = 0.05
    contrast: float = 1.0
    """Share of the loss that tells translations from the rest of the batch."""
    likeness: float = 1.0
    """Share of the loss that asks for the teacher's likenesses between texts of the batch."""
    imitation: float = 1.0
    """Share of the loss that asks for the teacher's own vector of the English side."""
    likeness_temperature: float = 0.1
    too_alike: float = 0.85
    """Teacher's likeness from which two texts are no longer held against each other."""
    crowd: int = 0
    """In every second batch, how many neighbours each text brings along."""
    seed: int = 0


class Student(torch.nn.Module):
    """A table of piece vectors; a text is the unit-length mean of its pieces."""

    def __init__(self, table: Vectors) -> None:
        super().__init__()
        self.bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(table.astype(np.float32)), freeze=False, mode="mean", sparse=True
        )

    def forward(self, values: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        """Unit vectors of the texts whose pieces are ``values``, text i from ``starts[i]`` on."""
        mean: torch.Tensor = self.bag(values, starts)
        return functional.normalize(mean, dim=-1)

    @property
    def table(self) -> Vectors:
        """The piece vectors as they are now."""
        copy: Vectors = self.bag.weight.detach().numpy().copy()
        return copy


def batch_loss(student: Student, batch: Batch, stage: Stage) -> torch.Tensor:
    """Contrast in both directions, plus what the teacher says where it has read the text."""
    one = student(*batch.left)
    two = student(*batch.right)
    likeness = one @ two.T
    taught = batch.taught
    teacher = batch.teacher @ batch.teacher.T
    rivals = likeness / stage.temperature
    alike = batch.same.clone()
    both = taught[:, None] & taught[None, :]
    alike |= both & (teacher > stage.too_alike)
    alike.fill_diagonal_(False)
    rivals = rivals.masked_fill(alike, float("-inf"))
    right = torch.arange(len(one))
    apart = (
        functional.cross_entropy(rivals, right) + functional.cross_entropy(rivals.T, right)
    ) / 2
    loss = stage.contrast * apart
    if not bool(taught.any()):
        return loss
    if stage.imitation:
        target = batch.teacher[taught]
        missed = 2 - (one[taught] * target).sum(-1) - (two[taught] * target).sum(-1)
        loss = loss + stage.imitation * missed.mean()
    if stage.likeness:
        loss = loss + stage.likeness * _unlike(likeness, teacher, taught, stage)
    return loss


def _unlike(
    likeness: torch.Tensor, teacher: torch.Tensor, taught: torch.Tensor, stage: Stage
) -> torch.Tensor:
    """How far the batch's likenesses are from the teacher's, as a divergence of their softmaxes."""
    heat = stage.likeness_temperature
    wanted = functional.softmax(teacher[taught][:, taught] / heat, dim=-1)
    ours = likeness[taught][:, taught] / heat
    rows = functional.kl_div(functional.log_softmax(ours, dim=-1), wanted, reduction="batchmean")
    columns = functional.kl_div(
        functional.log_softmax(ours.T, dim=-1), wanted, reduction="batchmean"
    )
    return (rows + columns) / 2


def _rate(step: int, stage: Stage) -> float:
    """Up in a line while warming, then down in a line to nothing."""
    if step < stage.warmup:
        return stage.rate * (step + 1) / stage.warmup
    return stage.rate * max(1e-3, (stage.steps - step) / max(1, stage.steps - stage.warmup))


def run_stage(
    table: Vectors,
    batches: Batches,
    stage: Stage,
    *,
    checkpoint: Path | None = None,
    report: Callable[[str], None] = print,
) -> Vectors:
    """Train the table for the stage's steps; a checkpoint is written, and taken up, every 250."""
    student = Student(table)
    optimizer = torch.optim.SparseAdam(list(student.parameters()), lr=stage.rate)
    first = 0
    if checkpoint is not None and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        student.load_state_dict(state["student"])
        optimizer.load_state_dict(state["optimizer"])
        first = int(state["step"])
    total = 0.0
    for step in range(first, stage.steps):
        crowd = stage.crowd if step % 2 else 0
        batch = batches.draw(stage.batch, np.random.default_rng((stage.seed, step)), crowd)
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, stage)
        loss = batch_loss(student, batch, stage)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()  # type: ignore[no-untyped-call]
        total += float(loss.detach())
        if (step + 1) % 50 == 0:
            report(f"{stage.name}: step {step + 1} of {stage.steps}, loss {total / 50:.3f}")
            total = 0.0
        if checkpoint is not None and (step + 1) % 250 == 0:
            _save(checkpoint, student, optimizer, step + 1)
    return student.table


def _save(path: Path, student: Student, optimizer: torch.optim.Optimizer, step: int) -> None:
    unfinished = path.with_suffix(".part")
    state = {"student": student.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(state, unfinished)
    unfinished.rename(path)
