"""Every command of docs/adding-a-layout.md is run, and what it prints and writes is what the guide shows."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline import cli
from pipeline.errors import NoPlanError, ProfileError
from pipeline.profiles.checks import HEADER_ROLES
from pipeline.profiles.profile import load_profile_file
from tests.making.typeset import compile_pdf

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[1] / "docs" / "adding-a-layout.md"
TEXT = GUIDE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^(?:<!-- (\w+)(?:: (\S+))? -->\n)?```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
CODES = (NoPlanError.exit_code, 0, 0, ProfileError.exit_code, 0, 0, 0)
"""How the commands of the guide end, one after another."""
TOURISM = """
#set page("a4", margin: 2cm)
#set text(font: "Noto Sans CJK TC", size: 11pt, lang: "zh")
#align(center)[#text(16pt)[雲海縣觀光處 114 年度推動方案]]
#table(columns: (2.6cm, 4cm, 1fr, 2.4cm, 2cm),
  table.header([施政主軸], [年度亮點], [具體行動], [匡列數(千元)], [承辦股]),
  [一、觀光行銷], [1. 辦理花季活動], [(1) 規劃接駁公車。 \\ (2) 辦理市集。], [1,200], [行銷股],
  [], [2. 編印導覽手冊], [編印中英文導覽手冊。], [80], [行銷股],
  [二、步道維護], [1. 整修海岸步道], [汰換護欄與指標。], [3,500], [工程股])
"""
"""The plan of the guide."""


class Block(NamedTuple):
    """A block of code: what it is marked as, the file that it is, its language, its content."""

    mark: str
    file: str
    language: str
    content: str


class Followed(NamedTuple):
    """What came of following the guide in a folder."""

    folder: Path
    codes: tuple[int, ...]
    differences: tuple[tuple[str, str], ...]


def blocks() -> Iterator[Block]:
    for match in BLOCK.finditer(TEXT):
        yield Block(match[1] or "", match[2] or "", match[3], match[4])


def rows_of(table: str) -> list[list[str]]:
    """A table of the guide without its line of dashes."""
    rows = [re.split(r" ?\| ?", row)[1:-1] for row in table.splitlines()]
    texts = [[cell.strip().replace("<br>", "\n") for cell in row] for row in rows]
    return [texts[0], *texts[2:]]


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Followed:
    """The guide, done step by step in an empty folder that holds its plan."""
    monkeypatch.chdir(tmp_path)
    Path("tourism.pdf").write_bytes(compile_pdf(TOURISM))
    codes: list[int] = []
    differences: list[tuple[str, str]] = []
    printed = ""
    for block in blocks():
        if block.language == "sh":
            for line in block.content.splitlines():
                program, *arguments = line.split()
                assert program == "workplan"
                codes.append(ended(arguments))
                printed = "".join(capfd.readouterr())
        elif block.mark == "printed":
            differences.append((block.content, printed))
        elif block.mark == "file":
            differences.append((block.content, Path(block.file).read_text(encoding="utf-8")))
        elif block.mark == "edited":
            Path(block.file).write_text(block.content, encoding="utf-8")
    return Followed(tmp_path, tuple(codes), tuple(differences))


def ended(arguments: list[str]) -> int:
    """Run a command in this process and give its exit code."""
    try:
        cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_what_the_commands_print_and_write_is_what_the_guide_shows(followed: Followed) -> None:
    assert followed.codes == CODES
    assert len(followed.differences) == 4
    for shown, made in followed.differences:
        assert shown == made


def test_the_edit_is_what_the_guide_says(followed: Followed, tmp_path: Path) -> None:
    (proposal,) = [block.content for block in blocks() if block.mark == "file"]
    kept = [
        line.removeprefix("# ") if "plan_words" in line or "[titles]" in line else line
        for line in proposal.splitlines()
    ]
    (tmp_path / "kept.toml").write_text("\n".join(kept), encoding="utf-8")
    assert load_profile_file(tmp_path / "kept.toml") == load_profile_file(followed.folder / "tourism.toml")


def test_the_records_are_those_that_the_guide_shows(followed: Followed) -> None:
    written = (followed.folder / "output" / "items.csv").read_text(encoding="utf-8-sig")
    made = list(csv.DictReader(io.StringIO(written, newline="")))
    assert len(made) == 3
    assert "gives three items" in TEXT
    header, *rows = rows_of(TEXT[TEXT.index("| work_item |") :].split("\n\n")[0])
    assert rows
    for row in rows:
        wanted = dict(zip(header, row, strict=True))
        assert any(wanted.items() <= one.items() for one in made), wanted
    assert f"`{made[0]['plan_id']}`" in TEXT
    assert (followed.folder / "page.png").is_file()


def test_the_plan_is_the_one_that_the_guide_shows() -> None:
    header, *rows = rows_of(TEXT[TEXT.index("| 施政主軸 |") :].split("\n\n")[0])
    for cell in (*header, *(cell for row in rows for cell in row)):
        for piece in re.split(r" (?=\()", cell):
            assert piece in TOURISM


def test_exit_codes_of_the_guide_are_the_programs() -> None:
    assert f"ends with exit code {NoPlanError.exit_code}" in TEXT
    assert f"with exit code {ProfileError.exit_code}:" in TEXT


def test_every_role_is_described() -> None:
    told = TEXT[TEXT.index("| Role |") :].split("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+)`", told)) == set(HEADER_ROLES)
