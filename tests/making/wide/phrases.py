"""The words of rows that are no items: totals, remarks, signatures, column numbers, marks of continuation."""

import re
from dataclasses import dataclass
from random import Random

from tests.making.wide.plan import CHINESE, CIRCLED, STEMS
from tests.making.wide.traits import Trait

REMARKS: tuple[tuple[str, ...], ...] = (
    ("備註：本表所列經費以預算書所列為準，執行時得依實際需要調整。",),
    ("註：各項經費得於年度總額內相互勻支。",),
    ("附註：一、本表經費含上級機關補助款。二、如遇政策變更，另案簽報修正後據以執行，並送主計單位備查。",),
    ("備註：", "1.各計畫之執行期程得視經費核定情形調整。", "2.未列經費者由年度相關預算支應。"),
    ("說明：本計畫經核定後實施，修正時亦同。",),
    ("※補助款尚未核定者，俟核定後再行辦理。",),
    ("註1：金額欄單位未滿千元者，四捨五入計列。", "註2：期程欄以月份表示。"),
)
SIGNATURES: tuple[tuple[str, ...], ...] = (
    ("製表：", "覆核：", "機關首長："), ("承辦人：", "課長：", "主計：", "區長："),
    ("承辦人", "單位主管", "會計主任", "首長"), ("經辦：", "組長：", "秘書：", "鄉長："),
    ("填表人：", "業務主管：", "主辦會計：", "校長："), ("承辦", "股長", "科長", "局長"),
    ("製表人　王○明", "審核　　陳○玲", "主任　　林○成"),
)  # fmt: skip
"""Who signs."""
ROOM = "　" * 5
AGAIN = ("{}{}(續)", "{}{}（續）", "{}{}〔續〕", "{}{}（續上頁）", "{}{}(續前頁)")
"""How a label and its text are marked where they are printed again."""
AGAIN_OTHERWISE = (
    "(續){}{}", "（續）{}{}", "{}{}〈續〉", "〈續〉{}{}", "{}(續){}", "{}〈續〉{}", "{}{}［續］", "{}{}【續】",
    "{}{}-續",
)  # fmt: skip
LABEL = re.compile(r"^(?:[（(][^）)]+[）)]|[^、．.]{1,3}[、．.]|【)?\s*")
UNITS = (
    "新臺幣{}", "（以新臺幣{}計）", "金額單位：{}", "幣別：新臺幣　單位：{}", "單　位：{}", "(單位:{})", "單位/{}",
    "經費單位：{}", "單位﹕{}",
)  # fmt: skip
"""How the unit is written above a table."""
BELOW = (
    ("（接下頁）", "（續上頁）"),
    ("(續下頁)", "(接上頁)"),
    ("（轉下頁）", "（承上頁）"),
    ("(接次頁)", "(續)"),
)
"""What stands under contents that go on overleaf, and above the rest."""
NUMBERS: tuple[tuple[str, ...], ...] = (
    tuple(f"({number})" for number in range(1, 11)), tuple(f"{number}" for number in range(1, 11)),
    tuple(f"（{number}）" for number in range(1, 11)), tuple(STEMS), tuple(CIRCLED), tuple(CHINESE),
    tuple(f"({word})" for word in CHINESE), tuple("ABCDEFGHIJ"), tuple(f"[{number}]" for number in range(1, 11)),
)  # fmt: skip
"""How columns are numbered."""

SUMS = (
    "合計：新臺幣{amount}{unit}", "經費合計　{amount}{unit}", "總計新臺幣{amount}{unit}整", "以上合計{amount}{unit}。",
)  # fmt: skip


@dataclass(frozen=True)
class Phrases:
    """The words that one document chooses."""

    total: str
    subtotal: str
    page_total: str
    brought: str
    carried: str
    so_far: str
    sum: str
    """A total as a sentence, with room for the amount and its unit."""
    remarks: tuple[str, ...]
    signatures: tuple[str, ...]
    numbers: tuple[str, ...]
    again: str
    below: tuple[str, str]
    left: bool
    """Words of totals stand at the left of their cells."""
    unit: str
    """The line with the unit above a table, with room for it."""

    def marked(self, text: str) -> str:
        """Mark a text that is printed again."""
        label = LABEL.match(text)
        end = label.end() if label else 0
        return self.again.format(text[:end], text[end:])


def phrases_of(traits: frozenset[Trait], random: Random) -> Phrases:
    """Choose the words of a document."""
    brought, carried = random.choice((("承前頁", "過次頁"), ("承上頁", "轉次頁"), ("承前頁", "轉下頁")))
    again = AGAIN_OTHERWISE if Trait.AGAIN_OTHERWISE in traits else AGAIN
    return Phrases(
        total=random.choice(("合計", "總計", "經費合計", "合　　計", "總　計", "經費總計", "合計：")),
        subtotal=random.choice(("小計", "小　計", "小　　計", "小計：")),
        page_total=random.choice(("本頁小計", "本頁合計", "本頁計", "本頁小　計")),
        brought=brought, carried=carried, so_far=random.choice(("累計", "累計金額", "本頁累計")),
        sum=random.choice(SUMS),
        remarks=random.choice(REMARKS), signatures=random.choice(SIGNATURES), numbers=random.choice(NUMBERS),
        again=random.choice(again), below=random.choice(BELOW), left=random.random() < 0.3,
        unit=random.choice(UNITS) if Trait.UNIT_WORDED_ABOVE in traits else "",
    )  # fmt: skip
