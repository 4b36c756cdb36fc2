"""The style that all pages take: measured, and taken by each of them."""

import re
from pathlib import Path

import pytest

from pipeline.compare.files import reports_of
from pipeline.desk.templates import DESK_ASSETS, desk_asset
from pipeline.gate.check import check_folder
from pipeline.gate.report import html_of
from pipeline.site.environment import SITE_ASSETS
from pipeline.web.environment import BASE_STYLE, asset
from tests.compare.comparisons import every_status

ROOT = Path(__file__).parents[2] / "pipeline"
BASE = asset(*BASE_STYLE).decode()
SHEETS = sorted(path for path in ROOT.rglob("assets/*.css"))
READABLE = 4.5
"""Least contrast of text by WCAG 2.2, level AA."""
INKS = ("ink", "soft", "link", "bad", "warm", "note", "good", "parted")
PAIRS = (
    *((ink, ground) for ink in INKS for ground in ("paper", "ground")),
    *(("ink", f"{name}-ground") for name in ("bad", "warm", "good")),
    *((name, f"{name}-ground") for name in ("bad", "warm", "good", "gone", "new")),
    *((ink, ground) for ink in ("ink", "soft") for ground in ("lit", "marked")),
    *(("soft", ground) for ground in ("bad-ground", "good-ground")),
    ("on-main", "main"),
)
"""Colours that text has, and those that it stands on."""


def colours(scheme: str) -> dict[str, str]:
    """Names and values of one scheme; the dark one has those of the light one that it does not change."""
    blocks = re.findall(r":root \{(.*?)\}", BASE, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in blocks)
    return light if scheme == "light" else light | dark


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_right() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS, ids="-on-".join)
def test_text_can_be_read(scheme: str, ink: str, ground: str) -> None:
    found = colours(scheme)

    assert contrast(found[ink], found[ground]) >= READABLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("mark", "ground"), [("focus", "paper"), ("edge", "paper"), ("on-main-focus", "main")]
)
def test_focus_and_fields_can_be_seen(scheme: str, mark: str, ground: str) -> None:
    found = colours(scheme)

    assert contrast(found[mark], found[ground]) >= 3


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_colour_that_is_named_has_a_value(path: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", path.read_text("utf-8")))

    assert used <= {*colours("light"), "told", "box"}


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_loads_nothing(path: Path) -> None:
    assert not re.search(r"url\(|@import|</", path.read_text("utf-8"))


def test_a_comparison_and_a_check_hold_the_base_style_themselves(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.json").touch()

    assert BASE in reports_of(every_status())["report.html"].decode()
    assert BASE in html_of(check_folder(tmp_path))


def test_site_and_desk_load_it_before_their_own() -> None:
    assert SITE_ASSETS[0] == BASE_STYLE
    assert desk_asset("base.css") == BASE.encode()
    assert list(DESK_ASSETS)[:2] == ["base.css", "site.css"]
