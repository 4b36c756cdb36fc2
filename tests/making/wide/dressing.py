"""What stands around the words of a header: marks, notes, other brackets and white space between letters."""

from dataclasses import dataclass
from random import Random

from tests.making.wide import unlisted
from tests.making.wide.layout import Column
from tests.making.wide.traits import FAMILIES, Trait

MARKS = ("{}※", "※{}", "{}*", "*{}", "{}＊", "{}△", "◎{}", "{} ※")
NOTES = ("{{}}({})", "{{}}（{}）", "{{}}[{}]", "{{}}〔{}〕", "{{}} ({})")
CONTENTS = ("內容概述", "實施內容及預期效益")
"""Words for contents that are more than one."""
WHITE = (" ", "　")
SMALL = str.maketrans("()（）：", "﹙﹚﹙﹚﹕")
WORDED = (Column.WORK, Column.PLAN, Column.STEPS, Column.BUDGET)


@dataclass(frozen=True)
class Dress:
    """What a header's words wear."""

    patterns: tuple[tuple[Column, str], ...] = ()
    white: str = ""
    """What stands between letters."""
    small: bool = False
    """Brackets and colons are small forms."""

    def of(self, column: Column, paras: tuple[str, ...]) -> tuple[str, ...]:
        """Dress the paragraphs of a header; marks stand at the first."""
        first, *rest = paras
        if column in WORDED:
            first = self.white.join(first) if first.isalnum() else first
            first = dict(self.patterns).get(column, "{}").format(first)
        dressed = (first, *rest)
        return tuple(para.translate(SMALL) for para in dressed) if self.small else dressed


PLAIN = Dress()


def dress_of(traits: frozenset[Trait], random: Random) -> Dress:
    """Choose what the words of a header wear."""
    if not traits & set(FAMILIES["header words"]):
        return PLAIN
    pattern = random.choice(MARKS)
    if Trait.HEADER_NOTED in traits:
        pattern = random.choice(NOTES).format(random.choice(unlisted.NOTES))
    dressed = random.sample(WORDED, random.choice((1, 1, 2)))
    marked = traits & {Trait.HEADER_MARKED, Trait.HEADER_NOTED}
    return Dress(
        tuple((column, pattern) for column in dressed) if marked else (),
        random.choice(WHITE) if Trait.HEADER_SPACED in traits else "",
        Trait.HEADER_SMALL_FORMS in traits,
    )


def words_of(words: dict[Column, str], traits: frozenset[Trait], random: Random) -> dict[Column, str]:
    """Put a word that stands in no list in the place of one that does."""
    if Trait.HEADER_UNLISTED in traits:
        lists = {
            Column.WORK: unlisted.WORKS, Column.PLAN: unlisted.PLANS, Column.STEPS: (*CONTENTS, *unlisted.CONTENTS),
        }  # fmt: skip
        column = random.choice(sorted(lists))
        words = words | {column: random.choice(lists[column])}
    if Trait.BUDGET_UNLISTED in traits:
        words = words | {Column.BUDGET: random.choice(unlisted.MONEY)}
    return words
