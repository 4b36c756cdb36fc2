"""Lines that name a section of an office, in whatever form: bare, numbered, in brackets, behind 單位：, as a title."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import MANY_TEXTS, squeeze
from pipeline.profiles.profile import Profile

MAX_SECTION = 14
"""Names of sections are shorter than this."""
MIN_SECTION = 3
"""And longer than this: 會計室 is a section's name, 計室 is what a wrong cut leaves of it."""
SENTENCE_MARK = late(r"[。；，,;]")
NO_NAME = late(r"[。；，,;、：:？！0-9０-９]")
"""What names hold no more than they hold sentences: lists, answers and numbers."""
PAIRS = ("()", "（）", "【】", "〔〕", "［］", "[]", "《》", "〈〉", "「」", "『』", "﹝﹞", "︻︼")
TAIL = late(r"[(（〔［][^()（）〔〕［］]*[)）〕］]$")
"""A remark behind a name: 秘書室（含法制）."""
CHAPTER = late(r"^第[0-9０-９一二三四五六七八九十]{1,3}(?:章|節|篇|編|部分)[\s　、.：:]*")
UNIT_BEHIND = late(r"[\s　(（]*單位[:：]?(?:新[臺台]幣)?[仟千百十萬億]*元[)）]?$")
"""The unit of the table's amounts, set on the line that heads it: 民政課　單位：新臺幣千元."""
PLACE = late(r"[^\W\d_]{2,3}(?:縣|市(?!場))|[^\W\d_]{2,3}[鄉鎮]")
"""Names of counties and townships have two or three characters; 市場管理所 and 社區發展課 are no places'."""
NAME_MARKS = "、，。：:．.◎●○■□◆◇※＊*▲△★☆﹑‧·-－—─ 　"
OWNER = late(
    r"^(?:主辦|承辦|業務|權責|執行|辦理|編製|編報|提報|填報)?(?:單位|課室|科室|處室|組室|局處|課別|科別|機關|部門)(?:別|名稱)?[:：]"
)
"""What may stand before a section's name: 主辦單位：民政課."""


@lru_cache(maxsize=MANY_TEXTS)
def bare_name(text: str) -> str:
    """A text without what may stand about a name: its label, brackets, marks, and words such as 主辦單位：.

    >>> bare_name("【一、民政課】"), bare_name("單位：秘書室（含法制）"), bare_name("第二章 會計室：")
    ('民政課', '秘書室（含法制）', '會計室')
    """
    bare, before = CHAPTER.sub("", UNIT_BEHIND.sub("", text.strip())), None
    while bare != before:
        before = bare
        bare = bare.strip(NAME_MARKS)
        if _enclosed(bare):
            bare = bare[1:-1]
        label = find_label(bare)
        bare = label.rest if label is not None and label.rest else bare
        bare = OWNER.sub("", bare, count=1)
    return squeeze(bare)


def _enclosed(text: str) -> bool:
    """Whether the bracket that a text begins with closes at its end."""
    if text[:1] + text[-1:] not in PAIRS:
        return False
    depths = accumulate((c == text[0]) - (c == text[-1]) for c in text)
    return all(depth > 0 for depth in list(depths)[:-1])


def section_of(text: str) -> str | None:
    """The name of a section without what stands about it; None where it is too long."""
    bare = bare_name(text)
    return bare if bare and len(bare) <= MAX_SECTION else None


def ends_as_section(name: str, profile: Profile) -> bool:
    """Whether a name ends as sections' do, a remark in brackets aside."""
    return TAIL.sub("", name).endswith(profile.section_endings)


def begins_as_office(name: str, profile: Profile) -> bool:
    """Whether a name begins with a place or as names of offices do, which those of sections do not."""
    return bool(PLACE.match(name)) or name.startswith(profile.agency_beginnings)


def names_works_too(name: str, profile: Profile) -> bool:
    """Whether works end as a name does; its longest ending decides: a library is a section, a hall is not."""
    name = TAIL.sub("", name)
    longest = max((len(end) for end in profile.section_endings if name.endswith(end)), default=0)
    return any(name.endswith(end) and len(end) >= longest for end in profile.ambiguous_endings)


def is_section_name(text: str, profile: Profile) -> bool:
    """Whether a line names a section of an office and says nothing else."""
    bare = bare_name(text)
    return 1 < len(bare) <= MAX_SECTION and not NO_NAME.search(bare) and ends_as_section(bare, profile)


def may_be_name(text: str) -> bool:
    """Whether a line has the form of a name, whatever it ends with: what stands about it has to tell."""
    bare = bare_name(text)
    return 1 < len(bare) <= MAX_SECTION and not NO_NAME.search(bare)


def marked_as_name(text: str) -> bool:
    """Whether a line's own form says that it is a name: words such as 主辦單位：, or brackets that titles have."""
    text = squeeze(text)
    return bool(OWNER.match(text)) or text[:1] + text[-1:] in PAIRS[2:]
