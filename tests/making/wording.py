"""Plausible plan texts, different with every seed."""

import random

from tests.making import words

DIGITS = "一二三四五六七八九十"


def ordinal(number: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens - 1] + "十"
    return head + (DIGITS[ones - 1] if ones else "")


def label(style: str, number: int) -> str:
    """Write a label; the style is the label of number one, or nothing."""
    if not style:
        return ""
    for sign, text in (("一", ordinal(number)), ("1", str(number))):
        if sign in style:
            return style.replace(sign, text)
    raise ValueError(f"no such label style: {style}")


class Wording:
    """The texts of one section. The same random state gives the same texts."""

    def __init__(self, rng: random.Random, topic: words.Topic, year: int, *, tight: bool) -> None:
        self.rng, self.topic, self.year, self.tight = rng, topic, year, tight
        self._things: list[str] = []

    def _finish(self, text: str) -> str:
        # Some offices set no space between Han and Latin. Two Latin words always keep theirs.
        return text.replace("QR Code", "QR\0Code").replace(" ", "").replace("\0", " ") if self.tight else text

    def thing(self) -> str:
        """Name something the section deals with; all come up before one comes again."""
        if not self._things:
            self._things = self.rng.sample(self.topic.things, len(self.topic.things))
        return self._things.pop()

    def works(self, count: int) -> list[str]:
        """Name work items, all different."""
        names = self.rng.sample(self.topic.works, min(count, len(self.topic.works)))
        return names + [self.thing() + "管理" for _ in range(count - len(names))]

    def _task(self) -> str:
        tail = self.rng.choice(words.TAILS) if self.rng.random() < 0.5 else ""
        return self.rng.choice(words.VERBS) + self.thing() + tail

    def plan(self, *, digits: bool) -> str:
        """Write what stands in the plan column, without its end mark.

        Args:
            digits: whether it may begin with a digit; after 「1.」 it may not.
        """
        rng = self.rng
        if rng.random() < 0.2:
            tricky = [text for text in self.topic.tricky if digits or not text[0].isdigit()]
            return self._finish(rng.choice(tricky or self.topic.tricky[-1:]))
        if digits and rng.random() < 0.12:
            return self._finish(f"{self.year} 年度{self.thing()}{rng.choice(words.TAILS)}")
        text = rng.choice((self._task, self.thing, self._task))()
        if rng.random() < 0.3:
            text += "及" + self.thing()
        if rng.random() < 0.2:
            text += "，" + rng.choice(words.AIMS)
        return self._finish(text if len(text) > 3 else text + "業務")

    def _detail(self) -> str:
        rng = self.rng
        return rng.choice(words.DETAILS).format(
            thousand=f"{rng.randint(1000, 98000) // 50 * 50:,}",
            small=rng.randint(2, 60),
            day=rng.randint(3, 28),
            year=self.year,
            cohort=self.year - rng.randint(17, 20),
            month=rng.randint(1, 9),
            few=rng.randint(2, 8),
            percent=f"{rng.randint(900, 999) / 10:.1f}",
        )

    def _basis(self) -> str:
        rng = self.rng
        law = rng.choice(words.LAWS)
        return rng.choice(
            (
                f"依據「{law}」規定，",
                f"依{law}第 {rng.randint(2, 90)} 條第 {rng.randint(1, 4)} 項規定，",
                f"為{rng.choice(words.AIMS)}，",
                f"配合{self.year}年度施政方針，",
                f"{self.year} 年度",
                "",
                "",
            )
        )

    def _clause(self) -> str:
        rng = self.rng
        kinds = (
            lambda: rng.choice(words.WAYS),
            self._detail,
            lambda: "並" + self._task(),
            lambda: f"包括{self.thing()}、{self.thing()}及{self.thing()}",
            lambda: f"（含{self.thing()}）",
        )
        return rng.choice(kinds)()

    def sentence(self, low: int = 4, high: int = 120, *, digits: bool = True) -> str:
        """Write one sentence of about the wished length, with its full stop."""
        rng = self.rng
        wished = rng.randint(low, high)
        if wished < 10:
            return self._finish(rng.choice(words.SHORT))
        text = (self._detail() + "，" if rng.random() < 0.12 else self._basis()) + self._task()
        while len(text) < wished:
            clause = self._clause()
            joined = clause if clause.startswith("（") else "，" + clause
            if len(text) + len(joined) > high:
                break
            # Two brackets in a row would be no Chinese.
            text += joined if not (text.endswith("）") and clause.startswith("（")) else ""
        if rng.random() < 0.3 and len(text) + 10 < high:
            text += "，以" + rng.choice(words.AIMS)
        if not digits and text[0].isdigit():
            text = self._task() + "，" + text
        return self._finish(text + "。")

    def preamble(self, agency: str) -> str:
        """Write the paragraph above the list of focuses."""
        text = self.rng.choice(words.PREAMBLES).format(
            place=agency[:3] + "政府",
            year=self.year,
            later=self.year + 3,
            aim=self.rng.choice(words.AIMS),
            other=self.rng.choice(words.AIMS),
        )
        return self._finish(text)

    def focus(self) -> str:
        """Write one focus of the year, without its label."""
        text = f"{self.rng.choice(words.VERBS)}{self.thing()}，{self.rng.choice(words.AIMS)}"
        if self.rng.random() < 0.4:
            text += "，" + self._clause().strip("（）") + "，" + self.rng.choice(words.AIMS)
        return self._finish(text + "。")

    def aside(self, header: str) -> str:
        """Fill a cell of a column that is none of the four."""
        if header == "備註":
            return self.rng.choice(words.REMARKS)
        if header == "協辦單位":
            offices = self.rng.sample(words.OFFICES, 2)
            return "、".join(filter(None, offices)) if self.rng.random() < 0.5 else offices[0]
        if header == "辦理期程":
            return self._finish(self.rng.choice(words.PERIODS))
        return self._finish(f"{self.rng.choice(words.AIMS)}，{self.rng.choice(words.AIMS)}。")
