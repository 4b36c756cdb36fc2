import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.compare.charts import (
    LESS_COLOUR,
    MORE_COLOUR,
    Chart,
    ChartBar,
    Stack,
    diverging_bars,
    is_logarithmic,
    stacked_bars,
)
from pipeline.compare.report_html import report_environment

EVEN = (ChartBar("民政課", 755_000), ChartBar("政風室", -100_000))
ONE_HUGE = (
    ChartBar("行政室", 74_390_000),
    ChartBar("民政課", 2_337_000),
    ChartBar("社建課", -221_000),
    ChartBar("政風室", 25_000),
)
SVG = "{http://www.w3.org/2000/svg}"


def svg(chart: Chart) -> str:
    module: Any = report_environment().get_template("bars.html").module
    return str(module.picture(chart))


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart))  # noqa: S314 - our own


def drawn(*bars: ChartBar) -> ElementTree.Element:
    return parsed(diverging_bars(bars, "各課室預算增減"))


def lengths_px(chart: ElementTree.Element) -> list[float]:
    """Lengths of the bars as drawn, in their order."""
    paths = [one for one in chart.iter(f"{SVG}path") if one.get("fill")]
    return [float(re.findall(r"h([\d.]+)", str(one.get("d")))[0]) for one in paths]


def texts(chart: ElementTree.Element) -> list[str]:
    return [str(one.text) for one in chart.iter(f"{SVG}text")]


def test_the_same_bars_give_the_same_bytes() -> None:
    assert svg(diverging_bars(ONE_HUGE, "增減")) == svg(diverging_bars(ONE_HUGE, "增減"))


def test_a_chart_runs_nothing_and_loads_nothing() -> None:
    chart = drawn(*ONE_HUGE)

    assert not {f"{SVG}{name}" for name in ("script", "image", "use", "foreignObject", "style", "a")} & {
        one.tag for one in chart.iter()
    }
    for one in chart.iter():
        assert not [name for name in one.attrib if str(name).lower().startswith(("on", "href"))]
        assert not [value for value in one.attrib.values() if re.search(r"url\(|https?:", str(value))]


def test_two_charts_on_one_page_share_no_identifier() -> None:
    assert not [one for one in drawn(*EVEN).iter() if "id" in one.attrib]


def test_a_screen_reader_is_told_what_it_is_and_every_number() -> None:
    chart = drawn(*EVEN)
    title, described = list(chart)[:2]

    assert chart.get("role") == "img"
    assert (title.tag, title.text) == (f"{SVG}title", "各課室預算增減")
    assert (described.tag, described.text) == (f"{SVG}desc", "民政課 +755 千元；政風室 −100 千元")


def test_a_screen_reader_meets_one_picture_and_nothing_within_it() -> None:
    assert len(re.findall("role=|aria-", svg(diverging_bars(EVEN, "增減")))) == 1


def test_a_chart_has_its_own_ground_and_ink_where_a_browser_darkens_pages() -> None:
    ground, ink = drawn(*EVEN).iter(f"{SVG}g")

    assert (ground.get("fill"), ink.get("fill")) == ("#ffffff", "#1a1a1a")
    assert len(texts(ink)) == len(texts(drawn(*EVEN)))


def test_every_bar_bears_its_name_and_number() -> None:
    told = texts(drawn(*ONE_HUGE))

    assert {"行政室", "+74,390", "民政課", "+2,337", "社建課", "−221", "政風室", "+25"} <= set(told)


def test_less_and_more_are_told_apart_by_side_and_sign_and_not_by_colour_alone() -> None:
    more, less = (
        one for one in drawn(*EVEN).iter(f"{SVG}path") if one.get("fill") in {MORE_COLOUR, LESS_COLOUR}
    )

    assert (more.get("fill"), less.get("fill")) == (MORE_COLOUR, LESS_COLOUR)
    told = texts(drawn(*EVEN))
    assert "+755" in told
    assert "−100" in told


def test_bars_are_as_long_as_their_amounts_where_all_can_be_seen() -> None:
    long, short = lengths_px(drawn(*EVEN))

    assert not is_logarithmic(EVEN)
    assert long / short == pytest.approx(7.55)


def test_the_axis_bears_round_numbers_with_thousands_separators() -> None:
    bars = (ChartBar("民政課", 43_210_000), ChartBar("政風室", -23_000_000))

    assert {"−40,000", "0", "40,000"} <= set(texts(drawn(*bars)))


def test_beside_one_huge_difference_the_others_can_still_be_seen_and_keep_their_order() -> None:
    lengths = lengths_px(drawn(*ONE_HUGE))

    assert is_logarithmic(ONE_HUGE)
    assert min(lengths) >= 3
    assert all(longer > shorter for longer, shorter in pairwise(lengths))


@pytest.mark.parametrize(
    "bars", [(), (ChartBar("甲", 0),), (ChartBar("甲", 1),), (ChartBar("甲", -(10**12)), ChartBar("乙", 1))]
)
def test_nothing_is_too_small_or_too_large_to_draw(bars: tuple[ChartBar, ...]) -> None:
    assert not re.search("nan|inf", svg(diverging_bars(bars, "增減")))


@pytest.mark.parametrize("evil", ["</svg><script>", "\x00\x1b[0m", "a & b", '"><image href=x>'])
def test_a_name_from_a_plan_stays_a_name(evil: str) -> None:
    usual, unusual = drawn(ChartBar("甲", 1_000)), drawn(ChartBar(evil, 1_000))

    assert [one.tag for one in unusual.iter()] == [one.tag for one in usual.iter()]


def test_half_thousands_are_not_rounded_away() -> None:
    assert "+0.5" in texts(drawn(ChartBar("甲", 500)))


def test_stacked_bars_are_as_long_as_their_sizes() -> None:
    chart = stacked_bars([Stack("甲", (("current", 10),), "10"), Stack("乙", (("current", 5),), "5")], "甲")

    assert lengths_px(parsed(chart)) == [140, 70]


def test_sizes_of_one_stack_lie_end_to_end() -> None:
    stack = Stack("民政課", (("amount", 5), ("text", 2), ("nil", 0)), "5 + 2 + 0")
    (line,) = stacked_bars([stack], "預算格").lines

    assert [(one.x_px, one.width_px) for one in line.pieces] == [(130, 100), (230, 40), (270, 0)]
    assert lengths_px(parsed(stacked_bars([stack], "預算格"))) == [100, 40]


def test_a_stack_tells_its_numbers_to_a_screen_reader_too() -> None:
    bars = [Stack("民政課", (("current", 44.5),), "44.5"), Stack("社建課", (("current", 3),), "3")]
    root = parsed(stacked_bars(bars, "各課室預算"))

    assert [one.text for one in root[:2]] == ["各課室預算", "民政課 44.5；社建課 3"]


def test_a_section_without_any_budget_is_named_too() -> None:
    assert "會計室" in texts(parsed(stacked_bars([Stack("會計室", (("current", 0),), "—")], "甲")))
