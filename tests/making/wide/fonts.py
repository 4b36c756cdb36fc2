"""Fonts of traditional Chinese that are installed, as fontconfig lists them, and those that always are there."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tests.making.typeset import FONT_PACKAGE

SERVED = "Noto Sans CJK TC"
"""The family that a package of the tests brings along."""
NAMED = "MSung-Light"
"""A font that every PDF viewer has to bring along: a file only names it."""
FAMILIES = (
    "Noto Sans CJK TC", "Noto Serif CJK TC", "AR PL UKai TW", "AR PL UMing TW", "WenQuanYi Zen Hei",
    "cwTeXMing", "cwTeXKai", "TW-Kai", "TW-Sung",
)  # fmt: skip
"""Families that offices print with, or fonts that look like theirs."""


@dataclass(frozen=True)
class Font:
    """A face: its family, file and number in the file."""

    family: str
    path: Path
    index: int
    outlines: str
    """TrueType, or CFF."""


@cache
def installed() -> dict[str, Font]:
    """Find the families of the list that this machine has."""
    own = next(Path(str(files(FONT_PACKAGE))).glob("*.otf"))
    found = {SERVED: Font(SERVED, own, 0, "CFF")}
    lister = shutil.which("fc-list")
    if not lister:
        return found
    command = [lister, "-f", "%{family}|%{file}|%{index}|%{fontformat}|%{style}\n", ":lang=zh-tw"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - a fixed call
    for line in sorted(listed.splitlines()):
        names, path, index, outlines, style = line.split("|")
        for family in set(names.split(",")) & set(FAMILIES):
            if "Bold" not in style or "Regular" in style:
                found.setdefault(family, Font(family, Path(path), int(index), outlines))
    return found


def families(*, outlines: str | None = None) -> list[str]:
    """List the installed families, those with such outlines only."""
    return sorted(family for family, font in installed().items() if outlines in {None, font.outlines})
