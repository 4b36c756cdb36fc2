import json

import pytest

from pipeline.errors import ConflictError
from pipeline.folder.report import InputReport, PlanReport, Problem, RunReport
from pipeline.messages.wording import same


def report(*codes: int, conflicts: int = 0, problems: tuple[Problem, ...] = ()) -> RunReport:
    inputs = tuple(
        InputReport(f"{n}.pdf", exit_code=code, message=same(f"m{code}") if code else None)
        for n, code in enumerate(codes)
    )
    standing = tuple(Problem(ConflictError.exit_code, same(f"c{n}")) for n in range(conflicts))
    return RunReport("0.1.0", {"reader": "pdfium"}, inputs, standing, problems)


@pytest.mark.parametrize(
    ("codes", "conflicts", "expected"),
    [
        ((0, 0), 0, 0),
        ((3,), 0, 3),
        ((3, 3), 0, 3),
        ((3, 5), 0, 1),
        ((0, 3), 0, 10),
        ((9, 9), 1, 9),
        ((0, 9, 9), 1, 10),
        ((0,), 1, 10),
    ],
)
def test_exit_codes(codes: tuple[int, ...], conflicts: int, expected: int) -> None:
    assert report(*codes, conflicts=conflicts).exit_code == expected


def test_an_output_that_cannot_be_written_comes_first() -> None:
    assert report(0, 3, problems=(Problem(8, same("p")),)).exit_code == 8


def test_messages_are_told_once() -> None:
    assert report(3, 0, 3, 5, conflicts=2, problems=(Problem(8, same("p")),)).messages == (
        same("m3"),
        same("m5"),
        same("c0"),
        same("c1"),
        same("p"),
    )


def test_run_json_holds_all_and_any_path() -> None:
    plan = PlanReport("a-112", "a-112", 1, 2, 3, 4)
    made = RunReport("0.1.0", {"year": None}, (InputReport("里\udcff.pdf", plans=(plan,)),))
    data = json.loads(made.json_bytes())
    assert data["inputs"][0]["path"] == "里\udcff.pdf"
    assert data["inputs"][0]["plans"][0]["budgets"] == 3
    assert data["exit_code"] == 0
    assert "里".encode() in made.json_bytes()
