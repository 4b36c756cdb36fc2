import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from pipeline.compare.charts import LESS, MORE, Bar, diverging_bars, is_logarithmic

EVEN = (Bar("民政課", 755_000), Bar("政風室", -100_000))
ONE_HUGE = (
    Bar("行政室", 74_390_000),
    Bar("民政課", 2_337_000),
    Bar("社建課", -221_000),
    Bar("政風室", 25_000),
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars: Bar) -> ElementTree.Element:
    return ElementTree.fromstring(diverging_bars(bars, "各單位預算增減"))  # noqa: S314 - our own


def lengths_px(*bars: Bar) -> list[float]:
    """Lengths of the bars as drawn, in their order."""
    paths = [one for one in drawn(*bars).iter(f"{SVG}path") if one.get("fill") in {MORE, LESS}]
    return [abs(float(re.findall(r"h(-?[\d.]+)", str(one.get("d")))[0])) for one in paths]


def test_the_same_bars_give_the_same_bytes() -> None:
    assert diverging_bars(ONE_HUGE, "增減") == diverging_bars(ONE_HUGE, "增減")


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
    assert (title.tag, title.text) == (f"{SVG}title", "各單位預算增減")
    assert (described.tag, described.text) == (f"{SVG}desc", "民政課 +755 千元；政風室 −100 千元")


def test_every_bar_bears_its_name_and_number() -> None:
    told = [one.text for one in drawn(*ONE_HUGE).iter(f"{SVG}text")]

    assert {"行政室", "+74,390", "民政課", "+2,337", "社建課", "−221", "政風室", "+25"} <= set(told)


def test_less_and_more_are_told_apart_by_side_and_sign_and_not_by_colour_alone() -> None:
    more, less = (one for one in drawn(*EVEN).iter(f"{SVG}path") if one.get("fill") in {MORE, LESS})

    assert (more.get("fill"), less.get("fill")) == (MORE, LESS)
    told = [one.text for one in drawn(*EVEN).iter(f"{SVG}text")]
    assert "+755" in told
    assert "−100" in told


def test_bars_are_as_long_as_their_amounts_where_all_can_be_seen() -> None:
    long, short = lengths_px(*EVEN)

    assert not is_logarithmic(EVEN)
    assert long / short == pytest.approx(7.55)


def test_beside_one_huge_difference_the_others_can_still_be_seen_and_keep_their_order() -> None:
    lengths = lengths_px(*ONE_HUGE)

    assert is_logarithmic(ONE_HUGE)
    assert min(lengths) >= 3
    assert all(longer > shorter for longer, shorter in pairwise(lengths))


@pytest.mark.parametrize("bars", [(), (Bar("甲", 0),), (Bar("甲", 1),), (Bar("甲", -(10**12)), Bar("乙", 1))])
def test_nothing_is_too_small_or_too_large_to_draw(bars: tuple[Bar, ...]) -> None:
    assert "NaN" not in diverging_bars(bars, "增減")


@pytest.mark.parametrize("evil", ["</svg><script>", "\x00\x1b[0m", "a & b", '"><image href=x>'])
def test_a_name_from_a_plan_stays_a_name(evil: str) -> None:
    usual, unusual = drawn(Bar("甲", 1_000)), drawn(Bar(evil, 1_000))

    assert [one.tag for one in unusual.iter()] == [one.tag for one in usual.iter()]


def test_half_thousands_are_not_rounded_away() -> None:
    assert "+0.5" in [one.text for one in drawn(Bar("甲", 500)).iter(f"{SVG}text")]
