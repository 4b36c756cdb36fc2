"""Label styles of nested lists, as offices number theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.making.wording import ordinal

FORMAL = "壹貳參肆伍陸柒捌玖拾"
STEMS = "甲乙丙丁戊己庚辛壬癸"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _short_twenties(number: int) -> str:
    """Write 21 as 廿一 and 31 as 卅一, the short way."""
    sign = {2: "廿", 3: "卅"}.get(number // 10, "")
    return sign + ordinal(number % 10) if sign else ordinal(number)


@dataclass(frozen=True)
class Style:
    """How the labels of one list look."""

    family: str
    """Styles of one family differ only in their glyphs: a reader cannot tell levels by them."""
    write: Callable[[int], str]
    last: int = 99
    """The highest number there is a label for."""
    spaced: bool = False
    """A space follows the label where nobody says otherwise."""


def _from(first: int) -> Callable[[int], str]:
    """Count up in a block of code points that holds whole labels."""
    return lambda n: chr(first + n - 1)


STYLES: dict[str, Style] = {
    "formal": Style("formal", lambda n: FORMAL[n - 1] + "、", 10),
    "formal-variant": Style("formal", lambda n: FORMAL[n - 1].replace("參", "叁") + "、", 10),
    "han": Style("han", lambda n: ordinal(n) + "、"),
    "han-twenties": Style("han", lambda n: _short_twenties(n) + "、", 39),
    "han-bracket": Style("bracketed han", lambda n: f"（{ordinal(n)}）"),
    "enclosed-han": Style("bracketed han", _from(0x3220), 10),
    "dot": Style("digits", lambda n: f"{n}.", spaced=True),
    "comma": Style("digits", lambda n: f"{n}、"),
    "full-comma": Style("digits", lambda n: str(n).translate(FULL_WIDTH) + "、"),
    "enclosed-dot": Style("digits", _from(0x2488), 20),
    "bracket": Style("bracketed digits", lambda n: f"({n})"),
    "full-bracket": Style("bracketed digits", lambda n: f"（{str(n).translate(FULL_WIDTH)}）"),
    "enclosed-bracket": Style("bracketed digits", _from(0x2474), 20),
    "circled": Style("circled", _from(0x2460), 20),
    "stems": Style("stems", lambda n: STEMS[n - 1] + "、", 10),
    "capitals": Style("capitals", lambda n: chr(0x40 + n) + ".", 26, spaced=True),
    "small": Style("small", lambda n: chr(0x60 + n) + ".", 26, spaced=True),
}


@dataclass(frozen=True)
class Numbering:
    """The style of one level with what follows its labels."""

    style: str
    gap: str = ""

    def label(self, number: int) -> str:
        """Write the label of a number."""
        return STYLES[self.style].write(number)

    def labelled(self, number: int, text: str) -> str:
        """Write a label and its text."""
        return self.label(number) + self.gap + text


UNNUMBERED = Numbering("")


def numbering(style: str, gap: str | None = None) -> Numbering:
    """Give a level's numbering; without a wish it has the gap that is usual for its style."""
    usual = " " if STYLES[style].spaced else ""
    return Numbering(style, usual if gap is None else gap)
