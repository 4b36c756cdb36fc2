"""A plan with damaged bytes or objects is read, read with findings, or refused: the same damages every time."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.fuzzing import strays
from bench.mutating import DAMAGES, damaged
from pipeline.folder.staged import Worked
from pipeline.models import PlanDocument, Reader
from pipeline.reading.options import Options
from pipeline.runs.work import work
from tests.making.traits import LAYOUT, PLAIN, made
from tests.reading import READERS

SEEDS = {"pdfium": 6, "pdfplumber": 2}
"""Seeds of each damage; pdfplumber is some five times slower."""
PLAN = made(LAYOUT, *PLAIN)[0]


def read(data: bytes, reader: Reader, check: Callable[[Worked], None]) -> None:
    """Read a file in this process as a worker does."""
    with TemporaryDirectory() as name:
        path = Path(name, "plan.pdf")
        path.write_bytes(data)
        check(work(path, path.name, Options(reader=reader, ocr="never"), Path(name, "staging"), 2000))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_file_is_read_or_refused_with_cause_and_remedy(damage: str, reader: Reader) -> None:
    for seed in range(SEEDS[reader]):
        data = damaged(PLAN, damage, seed)
        read(data, reader, partial(allowed, data=data, reader=reader))


def allowed(worked: Worked, data: bytes, reader: Reader) -> None:
    """Show that a file ended as it may."""
    if worked.problem is not None:
        assert worked.plans == ()
        assert "unexpected error" not in worked.problem.message.both
        assert worked.problem.exit_code in {3, 4, 5, 6, 7, 12, 13, 16}
        # Each language has its cause, then its remedy.
        told = worked.problem.message
        assert told.zh.count("。") >= 2, told.zh
        assert told.en.count(". ") >= 1, told.en
        return
    assert worked.plans
    for plan in worked.plans:
        document = PlanDocument.model_validate(json.loads((plan.folder / "plan.json").read_bytes()))
        assert strays(document, data, reader) == []


@pytest.mark.parametrize("reader", READERS)
def test_the_undamaged_file_is_read(reader: Reader) -> None:
    def check(worked: Worked) -> None:
        assert worked.problem is None
        allowed(worked, PLAN, reader)

    read(PLAN, reader, check)


def test_a_text_that_is_not_printed_is_told() -> None:
    def check(worked: Worked) -> None:
        document = PlanDocument.model_validate_json((worked.plans[0].folder / "plan.json").read_bytes())
        section = document.plan.sections[0]
        item = section.items[0]
        (level, *rest) = item.plan_item
        wrong = item.model_copy(update={"plan_item": (level.model_copy(update={"text": "龘"}), *rest)})
        changed = section.model_copy(update={"items": (wrong, *section.items[1:])})
        plan = document.plan.model_copy(update={"sections": (changed,)})
        assert strays(document.model_copy(update={"plan": plan}), PLAN, "pdfium") == [item.id]

    read(PLAN, "pdfium", check)


def test_the_same_seed_damages_alike_and_every_damage_does_something() -> None:
    for damage in DAMAGES:
        assert damaged(PLAN, damage, 1) == damaged(PLAN, damage, 1)
        assert any(damaged(PLAN, damage, seed) != PLAN for seed in range(5)), damage
