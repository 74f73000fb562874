"""What scores say beside what is so, in bins."""

import pytest

from bot.evaluation.calibration import calibration_error, reliability_of


@pytest.mark.parametrize(
    ("scored", "error"),
    [
        ([(1.0, True), (0.0, False)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.75, True), (0.75, False)], 0.25),
        ([(0.95, True)] * 3 + [(0.15, True)], (3 * 0.05 + 0.85) / 4),
        ([], 0.0),
    ],
    ids=["right", "wrong", "too sure", "weighted", "nothing"],
)
def test_calibration_error(scored: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(reliability_of(scored)) == pytest.approx(error)


def test_every_score_has_one_bin() -> None:
    bins = reliability_of((at / 100, True) for at in range(101))
    assert [b.count for b in bins] == [10] * 9 + [11]
