import re
import xml.etree.ElementTree as ET

from pipeline.site.charts import Bar, bars

EVIL = "</svg><script>alert(1)</script>"


def test_a_chart_is_one_picture_with_its_numbers() -> None:
    svg = bars([Bar(0, "民政課", "current", 44.5, "44.5"), Bar(1, "社建課", "current", 3, "3")], "各課室預算")
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert [one.text for one in root[:2]] == ["各課室預算", "民政課 44.5；社建課 3"]
    assert len(re.findall("role=", svg)) == 1


def test_the_same_bars_give_the_same_bytes() -> None:
    given = [Bar(0, "民政課", "amount", 2, "2"), Bar(0, "民政課", "text", 1, "1")]
    assert bars(given, "甲") == bars(given, "甲")


def test_bars_as_long_as_their_numbers() -> None:
    svg = bars([Bar(0, "甲", "current", 10, "10"), Bar(1, "乙", "current", 5, "5")], "甲")
    widths = [float(one) for one in re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v13', svg)]
    assert widths == [240, 120]


def test_a_name_stays_text() -> None:
    svg = bars([Bar(0, EVIL, "current", 1, "1\x00")], EVIL)
    assert "<script" not in svg
    ET.fromstring(svg)  # noqa: S314 - our own


def test_sections_without_any_budget_are_drawn_too() -> None:
    assert "會計室" in bars([Bar(0, "會計室", "current", 0, "0")], "甲")
