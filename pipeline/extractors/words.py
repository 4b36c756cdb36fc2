"""What header text may say: the profile's words, words seen before in the file, and what endings tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extractors.header_years import without_year
from pipeline.normalizers.labels import find_label
from pipeline.normalizers.patterns import late
from pipeline.normalizers.text import NOTE_SIGNS
from pipeline.profiles.loading import BUDGETS, PART, Profile

MAX_NOTE = 16
"""Longest note behind a header word, such as (單位：新臺幣千元)."""
MAX_GUESSED = 12
"""Longest header text that its ending may give a role; the longest listed word has nine characters."""
SIGNS = late(rf"(?:[{re.escape(NOTE_SIGNS)}]|[註注]\d{{1,2}})+$")
"""Signs of notes behind a header word; raised ones are told apart before."""
NOTE = late(
    rf"[{re.escape(NOTE_SIGNS)}]*(?:$|[(（﹙\[〔﹝【][^)）﹚\]〕﹞】]*[)）﹚\]〕﹞】]?|(?:單位|新[臺台]幣|[仟千百萬億]*元).*)$"
)
BRACKETED = late(r"[(（﹙\[〔﹝【].*$")
UNIT_NOTE = late(r"(?:單位[:：]?)?(?:新[臺台]幣)?[仟千百萬億]*元$")
YEAR = late(r"\d年|年度")
SENTENCE = late(r"[。；;，,、：:！？]")
"""Punctuation of running text; header words have none."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What header text may begin with.

    Attributes:
        seen: header texts that boxes showed elsewhere in the file.
        guessing: whether endings alone may make a header; only where no header of the file has listed words.
        whole: all known header texts.
        begun: all beginnings of them: looked up for every line of a file.
        amounts: first characters of words for amounts, which a year may stand before.
        last: characters that an ending with a role may end with, looked at first.
        parts: words for parts of a budget.
    """

    profile: Profile
    seen: tuple[str, ...]
    guessing: bool
    whole: frozenset[str]
    begun: frozenset[str]
    amounts: frozenset[str]
    last: frozenset[str]
    parts: tuple[str, ...]

    def role(self, text: str) -> str | None:
        """Role of a complete header text, the note behind it aside; of an amount's, the year before or behind it."""
        role = self._listed(text)
        rest = without_year(text) if role is None else None
        role_of_rest = self._listed(rest) if rest else None
        return role_of_rest if role_of_rest in BUDGETS else role

    def _listed(self, text: str) -> str | None:
        """Role of a text that a profile lists."""
        roles = self.profile.roles
        bare = text if text in roles else self.bare(text)
        return roles.get(bare) or roles.get(bare.rstrip(":："))

    @staticmethod
    def bare(text: str) -> str:
        """A header text without the note and the signs behind it."""
        return SIGNS.sub("", UNIT_NOTE.sub("", BRACKETED.sub("", SIGNS.sub("", text))))

    def is_total(self, text: str) -> bool:
        """Whether a text is the word of a total."""
        return text in self.profile.total_words

    def guess(self, text: str) -> str | None:
        """Role of a header text by its ending; None where that tells nothing."""
        note = BRACKETED.search(text)
        if note and not begins_note(note[0]):
            return None
        bare = self.bare(text)
        if bare[-1:] not in self.last or len(bare) > MAX_GUESSED or SENTENCE.search(bare) or find_label(bare):
            return None
        if YEAR.search(bare) and bare.endswith(self.profile.plan_words):
            return None  # a title
        role = next((role for end, role in self.profile.endings if bare.endswith(end)), None)
        return self._of_which_year(bare) if role == "budget_current" else role

    def _of_which_year(self, text: str) -> str:
        """Role of an amount's header: 上年度經費 begins with a word of last year's budget, whatever its ending."""
        others = ("budget_difference", "budget_previous")
        known = (
            role for word, role in self.profile.roles.items() if role in others and text.startswith(word)
        )
        return next(known, "budget_current")

    def begins(self, text: str) -> bool:
        """Whether text is the beginning of a known header, or one with the beginning of a note."""
        rest = without_year(text)
        if rest is not None and (begins_note(rest) or (rest[:1] in self.amounts and self._begins(rest))):
            return True
        return self._begins(text)

    def _begins(self, text: str) -> bool:
        """Whether text is the beginning of a known header as it stands."""
        return text in self.begun or (
            text[:1] in self.begun
            and any(
                text[:n] in self.whole and begins_note(text[n:])
                for n in range(max(1, len(text) - MAX_NOTE), len(text))
            )
        )

    def viable(self, text: str) -> bool:
        """Whether text may be a header or its beginning."""
        return self.begins(text) or (self.guessing and self.guess(text) is not None)


def words_of(profile: Profile, seen: tuple[str, ...] = (), *, guessing: bool = False) -> Words:
    """The words of a profile and of the headers seen before in the file."""
    whole = frozenset((*profile.roles, *profile.not_a_plan, *seen))
    begun = frozenset(w[:n] for w in whole for n in range(1, len(w) + 1))
    amounts = frozenset(word[0] for word, role in profile.roles.items() if role in BUDGETS)
    last = frozenset(end[-1] for end, _ in profile.endings)
    parts = tuple(word for word, role in profile.roles.items() if role == PART)
    return Words(profile, seen, guessing, whole, begun, amounts, last, parts)


def begins_note(text: str) -> bool:
    """Whether text behind a header word is a note or its beginning, and not a numbered text of the first row."""
    return bool(NOTE.match(text)) and find_label(text) is None
