"""How a document names its office, its year and what it is: cover, title, running head and lines with other offices."""

from random import Random

from tests.making.wide import unlisted
from tests.making.wide.plan import CHINESE
from tests.making.wide.shapes import Front
from tests.making.wide.traits import FAMILIES, Trait
from tests.making.wide.words import DOMAINS, Domain

TITLES = (
    "{office}{year}年度工作計畫",
    "{office}{year}年度重要工作計畫",
    "{office} {year} 年度施政計畫",
    "{year}年度{office}工作計畫",
    "{office}中華民國{year}年度工作計畫表",
    "{office}{year}年度施政計畫",
)
NAMED = ("事業計畫", "校務發展計畫", "行動計畫", "施政綱要")
"""What a document may call itself beside 工作計畫 and 施政計畫."""
SPANS = ("{year}至{last}年度", "{year}-{last}年度", "{year}～{last}年", "民國{year}年至{last}年")
IN_CHINESE = ("{chinese}年度", "民國{chinese}年度", "中華民國{chinese}年度", "民國{chinese}年")
DATES = ("中華民國{before}年12月", "{before}年10月編印", "", "中華民國 {before} 年 9 月 30 日核定")
HEADS = ("{office}", "{office}{years}{name}", "{office}　{years}{name}")
YEARS_SPANNED = 3
FRONTS = frozenset(FAMILIES["fronts"])


def front_of(domain: Domain, traits: frozenset[Trait], random: Random) -> Front:
    """Word the front of an office's plan."""
    office, year = random.choice(domain.offices), random.randint(109, 116)
    title = random.choice(TITLES)
    plain = Front(office, year, title.format(office=office, year=year))
    # Fronts without these traits take nothing more from chance.
    return _worded(plain, title, traits, random) if traits & FRONTS else plain


def _worded(plain: Front, title: str, traits: frozenset[Trait], random: Random) -> Front:
    year = plain.year
    office = random.choice(unlisted.OFFICES) if Trait.OFFICE_UNLISTED in traits else plain.office
    name = "工作計畫" if "工作" in title else "施政計畫"
    if Trait.TITLE_UNLISTED in traits:
        name = random.choice((*NAMED, *unlisted.TITLES))
    years = _years(year, traits, random)
    elsewhere = traits & {Trait.OFFICE_ON_COVER, Trait.OFFICE_IN_HEAD}
    head = random.choice(HEADS).format(office=office, years=years, name=name)
    cover = (office, f"{years}{name}", random.choice(DATES).format(before=year - 1))
    return Front(
        office,
        year,
        f"{years}{name}" if elsewhere else f"{office}{years}{name}",
        head if Trait.OFFICE_IN_HEAD in traits else "",
        tuple(filter(None, cover)) if Trait.OFFICE_ON_COVER in traits else (),
        _others(office, random) if Trait.OFFICES_AFTER in traits else "",
    )


def _years(year: int, traits: frozenset[Trait], random: Random) -> str:
    pattern = "{year}年度"
    if Trait.YEAR_SPAN in traits:
        pattern = random.choice(SPANS)
    elif Trait.YEAR_IN_CHINESE in traits:
        pattern = random.choice(IN_CHINESE)
    return pattern.format(year=year, last=year + YEARS_SPANNED, chinese=_chinese(year, random))


def _chinese(year: int, random: Random) -> str:
    """Write a year of three digits, digit by digit or as it is spoken."""
    hundreds, tens, ones = map(int, str(year))
    digits = ("〇", *CHINESE)
    if random.random() < 0.5:
        return "".join(digits[digit] for digit in (hundreds, tens, ones))
    spoken = f"{digits[tens]}十" if tens else "零"
    return f"{digits[hundreds]}百{spoken}{digits[ones] if ones else ''}"


def _others(office: str, random: Random) -> str:
    names = random.sample([one for domain in DOMAINS for one in domain.offices if one != office], 3)
    return random.choice(unlisted.STEERING).format(others="、".join(names[: random.randint(2, 3)]))
