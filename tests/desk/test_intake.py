"""Files that come in: kept whole, under a safe name, and never in another one's place."""

import io
from pathlib import Path

import pytest

from pipeline.desk.intake import NAME_BYTES, Intake, safe_name
from pipeline.errors import UnwritableError, UsageError


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(tmp_path / "out")


def names(intake: Intake) -> list[str]:
    return [one.path.name for one in intake.arrivals()]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("112年度計畫.pdf", "112年度計畫.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\計畫\\甲.pdf", "甲.pdf"),
        ("..", "file"),
        (".hidden.pdf", "hidden.pdf"),
        ("a\x00b\nc\u202egnp.pdf", "abcgnp.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("甲 .pdf ", "甲.pdf"),
    ],
)
def test_a_name_is_never_a_path_nor_unseen_nor_a_device(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_fits_every_system_and_keeps_its_ending() -> None:
    name = safe_name("計" * 500 + ".pdf")
    assert len(name.encode()) <= NAME_BYTES
    assert name.endswith("計.pdf")


def test_two_files_of_one_name_are_both_kept(intake: Intake) -> None:
    intake.take(io.BytesIO(b"one"), "甲.pdf")
    intake.take(io.BytesIO(b"other"), "甲.pdf")
    assert names(intake) == ["甲 (2).pdf", "甲.pdf"]
    assert {one.path.read_bytes() for one in intake.arrivals()} == {b"one", b"other"}


def test_the_same_bytes_are_kept_once(intake: Intake) -> None:
    first = intake.take(io.BytesIO(b"one"), "甲.pdf")
    assert intake.take(io.BytesIO(b"one"), "乙.pdf") == first
    assert names(intake) == ["甲.pdf"]


def test_what_is_no_plan_by_its_ending_is_refused_and_leaves_nothing(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        intake.take(io.BytesIO(b"x"), "program.exe")
    assert not list(tmp_path.rglob("*.exe"))


class Broken(io.BytesIO):
    """An upload that breaks off."""

    def read(self, _: int | None = -1, /) -> bytes:
        raise ConnectionResetError


def test_an_upload_that_breaks_off_leaves_nothing(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(UnwritableError):
        intake.take(Broken(), "甲.pdf")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_is_read_in_pieces(intake: Intake) -> None:
    class Counting(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            Counting.most = max(Counting.most, size if size is not None and size >= 0 else 2**62)
            return super().read(size)

    intake.take(Counting(b"x" * 3_000_000), "甲.pdf")
    assert Counting.most <= 2**20


def test_a_file_that_is_set_aside_is_kept_and_can_be_taken_up(intake: Intake) -> None:
    sha256 = intake.take(io.BytesIO(b"one"), "甲.pdf").sha256
    intake.set_aside(sha256)
    assert [one.is_aside for one in intake.arrivals()] == [True]
    assert not intake.take_up(sha256).is_aside
    assert [one.is_aside for one in intake.arrivals()] == [False]


def test_a_file_that_is_added_again_is_taken_up(intake: Intake) -> None:
    sha256 = intake.take(io.BytesIO(b"one"), "甲.pdf").sha256
    intake.set_aside(sha256)
    assert not intake.take(io.BytesIO(b"one"), "甲.pdf").is_aside


def test_an_edition_is_told_by_where_the_file_lies(intake: Intake) -> None:
    sha256 = intake.take(io.BytesIO(b"one"), "甲.pdf").sha256
    assert intake.as_edition(sha256, "2").edition == "2"
    assert [one.edition for one in intake.arrivals()] == ["2"]


def test_what_did_not_come_in_cannot_become_an_edition(intake: Intake) -> None:
    with pytest.raises(UsageError):
        intake.as_edition("0" * 64, "2")


def test_a_folder_that_is_not_there_has_no_files_and_is_not_made(intake: Intake, tmp_path: Path) -> None:
    assert intake.arrivals() == ()
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_removed_is_gone(intake: Intake) -> None:
    intake.remove(intake.take(io.BytesIO(b"one"), "甲.pdf").sha256)
    assert intake.arrivals() == ()
