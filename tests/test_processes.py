"""The same results with one process and with several, even where one of them is killed."""

import os
import signal
import time

import pytest

from pipeline.processes import side_by_side

HERE = os.getpid()


def squared(number: int) -> int:
    return number * number


def killed_elsewhere(work: tuple[int, int]) -> int:
    parent, number = work
    if os.getpid() != parent and number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refused(number: int) -> int:
    time.sleep(0.01 * number)
    raise ValueError(number)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_things(jobs: int) -> None:
    assert list(side_by_side(squared, [3, 1, 2], jobs)) == [9, 1, 4]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no such signal")
def test_what_a_killed_process_had_is_done_here() -> None:
    things = [(HERE, number) for number in range(4)]
    assert list(side_by_side(killed_elsewhere, things, 2)) == [0, 1, 2, 3]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_is_the_callers(jobs: int) -> None:
    with pytest.raises(ValueError, match="1"):
        list(side_by_side(refused, [1, 2], jobs))
