"""The collector is held back while a file is read, and works as before afterwards."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from pipeline.collector import COLLECTED_AFTER, rarely_collected


@pytest.fixture(autouse=True)
def own_thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    ("own", "within"),
    [
        ((700, 10, 10), COLLECTED_AFTER),
        ((COLLECTED_AFTER * 2, 5, 5), COLLECTED_AFTER * 2),
        ((0, 10, 10), 0),
    ],
)
def test_the_programs_own_thresholds_come_back(own: tuple[int, int, int], within: int) -> None:
    gc.set_threshold(*own)
    seen: list[tuple[int, int, int]] = []

    @rarely_collected()
    def fails() -> None:
        seen.append(gc.get_threshold())
        raise ValueError("a file")

    with pytest.raises(ValueError, match="a file"):
        fails()
    assert seen == [(within, *own[1:])]
    assert gc.get_threshold() == own


def test_the_last_thread_brings_them_back() -> None:
    gc.set_threshold(700, 10, 10)
    both, first_left = Barrier(2), Barrier(2)
    seen: list[int] = []

    def stays() -> None:
        with rarely_collected():
            both.wait(timeout=10)
            first_left.wait(timeout=10)
            seen.append(gc.get_threshold()[0])

    thread = Thread(target=stays)
    thread.start()
    with rarely_collected():
        both.wait(timeout=10)
    first_left.wait(timeout=10)
    thread.join(timeout=10)
    assert seen == [COLLECTED_AFTER]
    assert gc.get_threshold() == (700, 10, 10)
