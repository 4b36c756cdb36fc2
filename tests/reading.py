"""Files that the tests read, and each of them read once."""

import os
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from pipeline import extract
from pipeline.models import Extraction, Reader

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
GOLD = ROOT / "tests" / "gold"
LAYOUTS: dict[str, Path] = {
    "open": SAMPLES / "chiayi-west-112-open.pdf",
    **{
        name: SAMPLES / "layouts" / f"chiayi-west-112-{name}.pdf"
        for name in ("ruled", "merged", "stacked", "web")
    },
}
"""The same plan in five layouts."""
NEXT_YEAR = SAMPLES / "chiayi-west-113-open.pdf"
SCAN = SAMPLES / "layouts" / "chiayi-west-112-scan.pdf"
READERS: tuple[Reader, ...] = get_args(Reader)


@cache
def read(path: Path, reader: Reader) -> Extraction:
    """Read a file; a second call costs nothing."""
    return extract(path, reader=reader)


@cache
def verified(path: Path, reader: Reader) -> Extraction:
    """Read a file and check it with the other engine; a second call costs nothing."""
    return extract(path, reader=reader, verify=True)


def outside_data(name: str) -> Path:
    """A file that is not part of the project; the test is skipped where it is absent."""
    folder = Path(os.environ.get("WORKPLAN_SHARED") or ROOT.parent / "shared")
    path = folder / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {folder}: set WORKPLAN_SHARED to the folder that holds it")
    return path
