"""What header text may say: the profile's words, words seen before in the file, and what endings tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.dataclass import dataclass
from pipeline.extractors.header_years import without_year
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import NOTE_SIGNS
from pipeline.profiles.profile import BUDGET_ROLES, HIERARCHY, PART_ROLE, Profile

MAX_HEADER_NOTE = 16
"""Longest note behind a header word, such as (單位：新臺幣千元)."""
STEM_CHARACTERS = 2
"""Characters that words of one kind begin with: 工作, 施政."""
STEM_SHARE = 0.9
"""So many of the listed words that begin alike are of levels and contents: one of 工作 is not (工作進度)."""
MAX_GUESSED = 12
"""Longest header text that its ending may give a role; the longest listed word has nine characters."""
SIGNS = late(rf"(?:[{re.escape(NOTE_SIGNS)}]|[註注]\d{{1,2}})+$")
"""Signs of notes behind a header word; raised ones are told apart before."""
HEADER_NOTE = late(
    rf"[{re.escape(NOTE_SIGNS)}]*(?:$|[(（﹙\[〔﹝【][^)）﹚\]〕﹞】]*[)）﹚\]〕﹞】]?"
    r"|(?:單位(?![:：]?[^:：新仟千百萬億元]{2})|新[臺台]幣|[仟千百萬億]*元).*)$"
)
BRACKETED = late(r"[(（﹙\[〔﹝【].*$")
UNIT_NOTE = late(r"(?:單位[:：]?)?(?:新[臺台]幣)?[仟千百萬億]*元$")
HEADER_YEAR = late(r"\d年|年度")
JOINED = late(r"[及與暨和]")
"""Joins what two columns could hold into one: 實施內容及預期效益 are contents, with what they are good for."""
HEADER_SENTENCE = late(r"[。；;，,、：:！？]")
"""Punctuation of running text; header words have none."""
HEADER_MARKS = NOTE_SIGNS + "▲△▼▽●○◆◇■□＃#^"
"""Signs that offices set in and behind header words; within a table some of them mean other things."""
TRADITIONAL_FORMS = str.maketrans(
    "内项务预经费计划劃实执办业别类标备说协单关权责负员对点时间进总数额达绩况称节课领纲筹县镇区乡补财资来减较门编号与骤讲学级阶",
    "內項務預經費計畫畫實執辦業別類標備說協單關權責負員對點時間進總數額達績況稱節課領綱籌縣鎮區鄉補財資來減較門編號與驟講學級階",
    HEADER_MARKS,
)
"""Header words as lists have them: simplified characters and variants as those they stand for, no marks."""


KNOWN_TEXTS = 4096
"""Texts whose sense as header words is remembered: pages of a file repeat them, and each is asked about many times."""
KNOWN_WORDS = 32
"""Sets of words that are remembered; a file has a few."""


@dataclass(frozen=True, slots=True, eq=False)
class HeaderWords:
    """What header text may begin with.

    Attributes:
        seen: header texts that boxes showed elsewhere in the file.
        guessing: whether endings may make a header; only where no header of the file has listed words.
        anchored: whether a list must have the word of one column at least.
        titled: whether the title of a plan stands above.
        whole: all known header texts.
        begun: all beginnings of them: looked up for every line of a file.
        amounts: first characters of words for amounts, which a year may stand before.
        last: characters that an ending with a role may end with, looked at first.
        parts: words for parts of a budget.
        roles: role of each header word, written as ``TRADITIONAL_FORMS`` has it; ``endings``, ``totals``
            and ``others``, which are no plan's, alike.
    """

    profile: Profile
    seen: tuple[str, ...]
    guessing: bool
    anchored: bool
    titled: bool
    whole: frozenset[str]
    begun: frozenset[str]
    amounts: frozenset[str]
    last: frozenset[str]
    parts: tuple[str, ...]
    roles: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    totals: frozenset[str]
    others: frozenset[str]

    def role(self, text: str) -> str | None:
        """Role of a complete header text, the note behind it aside; of an amount's, the year before or behind it."""
        text = text.translate(TRADITIONAL_FORMS)
        role = self._listed(text)
        rest = without_year(text) if role is None else None
        role_of_rest = self._listed(rest) if rest else None
        return role_of_rest if role_of_rest in BUDGET_ROLES else role

    def _listed(self, text: str) -> str | None:
        """Role of a text that a profile lists."""
        roles = self.roles
        bare = text if text in roles else self.bare(text)
        return roles.get(bare) or roles.get(bare.rstrip(":："))

    @staticmethod
    @lru_cache(maxsize=KNOWN_TEXTS)
    def bare(text: str) -> str:
        """A header text without the note and the signs behind it."""
        return SIGNS.sub("", UNIT_NOTE.sub("", BRACKETED.sub("", SIGNS.sub("", text))))

    def is_total(self, text: str) -> bool:
        """Whether a text is the word of a total."""
        return text.translate(TRADITIONAL_FORMS) in self.totals

    def is_other_form(self, text: str) -> bool:
        """Whether a header text is one of a table that is no plan's."""
        return self.bare(text).translate(TRADITIONAL_FORMS) in self.others

    def guess(self, text: str) -> str | None:
        """Role of a header text by its ending; None where that tells nothing."""
        return _guessed(self, text)

    def begins_as_work(self, text: str) -> bool:
        """Whether a text begins as several listed words of works do and hardly any of columns beside levels.

        工作面向 begins as 工作項目; 業務單位 and 計畫期程 are no levels, so that 業務 and 計畫 tell nothing.
        """
        bare = self.bare(text).translate(TRADITIONAL_FORMS)
        if not STEM_CHARACTERS < len(bare) <= MAX_GUESSED:
            return False
        roles = [role for word, role in self.roles.items() if word.startswith(bare[:STEM_CHARACTERS])]
        levels = sum(role in HIERARCHY or role == "implementation" for role in roles)
        return roles.count("work") > 1 and levels >= STEM_SHARE * len(roles)

    def begins(self, text: str) -> bool:
        """Whether text is the beginning of a known header, or one with the beginning of a note."""
        return _begins(self, text)

    def viable(self, text: str) -> bool:
        """Whether text may be a header or its beginning."""
        return self.begins(text) or (self.guessing and self.guess(text) is not None)


@lru_cache(maxsize=KNOWN_TEXTS)
def _guessed(words: HeaderWords, text: str) -> str | None:
    note = BRACKETED.search(text)
    if note and not begins_note(note[0]):
        return None
    bare = words.bare(text).translate(TRADITIONAL_FORMS)
    if words.roles.get(JOINED.split(bare, maxsplit=1)[0]) == "implementation":
        return "implementation"
    if (
        bare[-1:] not in words.last
        or len(bare) > MAX_GUESSED
        or HEADER_SENTENCE.search(bare)
        or find_label(bare)
    ):
        return None
    if HEADER_YEAR.search(bare) and bare.endswith(words.profile.plan_words):
        return None  # a title
    role = next((role for end, role in words.endings if bare.endswith(end)), None)
    return _of_which_year(words, bare) if role == "budget_current" else role


def _of_which_year(words: HeaderWords, text: str) -> str:
    """Role of an amount's header: 上年度經費 begins with a word of last year's budget, whatever its ending."""
    others = ("budget_difference", "budget_previous")
    known = (role for word, role in words.roles.items() if role in others and text.startswith(word))
    return next(known, "budget_current")


@lru_cache(maxsize=KNOWN_TEXTS)
def _begins(words: HeaderWords, text: str) -> bool:
    text = text.translate(TRADITIONAL_FORMS)
    rest = without_year(text)
    if rest is not None and (begins_note(rest) or (rest[:1] in words.amounts and _begins_plain(words, rest))):
        return True
    return _begins_plain(words, text)


def _begins_plain(words: HeaderWords, text: str) -> bool:
    """Whether text is the beginning of a known header as it stands."""
    return text in words.begun or (
        text[:1] in words.begun
        and any(
            text[:n] in words.whole and begins_note(text[n:])
            for n in range(max(1, len(text) - MAX_HEADER_NOTE), len(text))
        )
    )


@lru_cache(maxsize=KNOWN_WORDS)
def words_of(
    profile: Profile, seen: tuple[str, ...] = (), *, guessing: bool = False, anchored: bool = True
) -> HeaderWords:
    """The words of a profile and of the headers seen before in the file."""
    roles = {word.translate(TRADITIONAL_FORMS): role for word, role in profile.roles.items()}
    endings = tuple((end.translate(TRADITIONAL_FORMS), role) for end, role in profile.endings)
    others = _plain(profile.not_a_plan)
    whole = frozenset((*roles, *others, *_plain(seen)))
    return HeaderWords(
        profile,
        seen,
        guessing,
        anchored,
        titled=False,
        whole=whole,
        begun=frozenset(w[:n] for w in whole for n in range(1, len(w) + 1)),
        amounts=frozenset(word[0] for word, role in roles.items() if role in BUDGET_ROLES),
        last=frozenset(end[-1] for end, _ in endings),
        parts=tuple(word for word, role in roles.items() if role == PART_ROLE),
        roles=roles,
        endings=endings,
        totals=_plain(profile.total_words),
        others=others,
    )


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.translate(TRADITIONAL_FORMS) for word in words)


def begins_note(text: str) -> bool:
    """Whether text behind a header word is a note or its beginning, and not a numbered text of the first row."""
    return bool(HEADER_NOTE.match(text)) and find_label(text) is None
