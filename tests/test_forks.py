"""Work shared with forks: what comes out is what one process makes, and no fork is left behind."""

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import forks
from pipeline.errors import MemoryLimitError, WorkerLostError
from pipeline.forks import Crew, beside
from pipeline.held import held
from pipeline.limits import MIB

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")
MAIN = os.getpid()
THREE = Crew(3, "plan.pdf")


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    before = children(), descriptors()
    yield
    assert (children(), descriptors()) == before


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{MAIN}/children").read_text(encoding="ascii").split())


def descriptors() -> set[str]:
    return {link for one in Path("/proc/self/fd").iterdir() if (link := target(one)).startswith("pipe:")}


def target(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:
        return ""


def in_a_fork() -> bool:
    return os.getpid() != MAIN


def slowly(number: int) -> tuple[int, int]:
    time.sleep(0.05 * (number % 3))
    return number, os.getpid()


def test_results_come_in_the_order_of_the_numbers() -> None:
    found = THREE.each(slowly, 20)
    assert [number for number, _ in found] == list(range(20))
    assert len({pid for _, pid in found}) > 1


def test_more_numbers_than_a_pipe_holds_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "MOST_TOKENS", 4)
    assert THREE.each(lambda number: number, 10) == list(range(10))


def test_results_may_be_larger_than_a_pipe() -> None:
    assert THREE.each(lambda number: str(number) * 200_000, 4) == [str(n) * 200_000 for n in range(4)]


@pytest.mark.parametrize("crew", [Crew(), Crew(1, "plan.pdf")])
def test_one_process_does_all_by_itself(crew: Crew) -> None:
    assert crew.each(lambda _: os.getpid(), 4) == [MAIN] * 4


def test_one_number_is_no_work_for_two() -> None:
    assert THREE.each(lambda _: os.getpid(), 1) == [MAIN]


def test_no_more_forks_are_begun_than_memory_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "allowed_mb", lambda: 700)
    assert THREE.each(lambda _: beside(), 4, 300) == [2] * 4
    assert THREE.each(lambda _: beside(), 4, 400) == [1] * 4


def test_where_no_process_is_to_be_had_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise OSError

    monkeypatch.setattr(os, "fork", refused)
    assert THREE.each(lambda number: number, 4) == list(range(4))


def failing(number: int) -> int:
    time.sleep(0.02)
    if number in {3, 5, 6}:
        raise ValueError(number)
    return number


def test_the_error_is_that_of_the_first_number_that_has_one() -> None:
    with pytest.raises(ValueError, match=r"^3$"):
        THREE.each(failing, 20)


def test_what_a_fork_alone_cannot_do_is_done_without_it() -> None:
    def once(number: int) -> int:
        time.sleep(0.02)
        if in_a_fork():
            raise MemoryError
        return number

    assert THREE.each(once, 8) == list(range(8))


def test_what_no_fork_can_send_is_made_without_it() -> None:
    def unsendable(number: int) -> Callable[[], int]:
        return lambda: number

    assert [one() for one in THREE.each(unsendable, 6)] == list(range(6))


def ended_by(number: int) -> None:
    if in_a_fork():
        os.kill(os.getpid(), number)
    time.sleep(0.05)


def test_a_fork_that_crashes_is_told_with_its_file() -> None:
    with pytest.raises(WorkerLostError, match=r"plan\.pdf crashed"):
        THREE.each(lambda _: ended_by(signal.SIGSEGV), 20)


def test_a_fork_that_is_killed_is_told_to_be_killed() -> None:
    with pytest.raises(WorkerLostError) as found:
        THREE.each(lambda _: ended_by(signal.SIGKILL), 20)
    assert found.value.id == "process-killed"


def test_a_fork_that_gives_itself_up_near_the_limit_lacked_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "allowed_mb", lambda: 3)
    with pytest.raises(MemoryLimitError, match="more than 3 MB"):
        THREE.each(lambda _: ended_by(signal.SIGABRT), 20, 1)


def test_a_person_who_stops_it_stops_the_forks() -> None:
    def stopped(_: int) -> None:
        if in_a_fork():
            time.sleep(60)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        THREE.each(stopped, 20)


def test_forks_do_not_hear_of_a_terminals_interrupt() -> None:
    def interrupted(number: int) -> int:
        if in_a_fork():
            os.kill(os.getpid(), signal.SIGINT)
        return number

    assert THREE.each(interrupted, 8) == list(range(8))


def test_the_memory_of_forks_counts_and_what_they_share_counts_once() -> None:
    def with_a_fork_that_keeps(size: int) -> tuple[float, float]:
        """Bytes held with a fork: counted for each, and what both hold counted once."""
        ready, told = os.pipe()

        def measured(_: int) -> tuple[float, float]:
            if in_a_fork():
                kept = b"x" * size
                os.write(told, b"1")
                time.sleep(1)
                return float(len(kept)), 0.0
            assert select.select([ready], [], [], 30)[0]
            return held(MAIN, 1e12).resident, held(MAIN, 0).resident

        try:
            return next(one for one in Crew(2).each(measured, 2) if one[1])
        finally:
            os.close(ready)
            os.close(told)

    _, without = with_a_fork_that_keeps(0)
    loose, exact = with_a_fork_that_keeps(100 * MIB)
    assert 90 * MIB < exact - without < 130 * MIB
    assert loose > exact
