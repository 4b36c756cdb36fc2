"""Corrections that were written for an earlier reading are taken up where carried.csv and the log say so."""

from pathlib import Path

from pipeline.gate.check import check_folder

WRITTEN = "earlier-00000000,extra[備註],甲,乙"
COLUMNS = "item_id,field,old_value,new_value"


def pending(folder: Path, outcome: str, now: str) -> bool:
    (folder / "corrections.csv").write_text(
        f"{COLUMNS},reason,who,date\n{WRITTEN},誤植,王小明,2026-03-05\n", encoding="utf-8"
    )
    header = f"file,outcome,{COLUMNS},{','.join(f'{name}_now' for name in COLUMNS.split(','))}"
    (folder / "carried.csv").write_text(
        f"{header}\ncorrections.csv,{outcome},{WRITTEN},{now}\n", encoding="utf-8-sig"
    )
    return bool(check_folder(folder, rules=["correction-pending"]).results)


def test_a_row_that_the_document_needs_no_more_is_not_pending(folder: Path) -> None:
    assert not pending(folder, "already-right", ",,,")


def test_a_row_that_was_followed_stands_in_the_log_as_it_holds_now(folder: Path) -> None:
    assert pending(folder, "followed", "a-112-1,extra[備註],甲,乙")
    log = folder / "correction_log.csv"
    with log.open("a", encoding="utf-8") as file:
        file.write("9,,a-112-1,extra[備註],甲,乙,誤植,王小明,2026-03-05,applied\n")
    assert not pending(folder, "followed", "a-112-1,extra[備註],甲,乙")
