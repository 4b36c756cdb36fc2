"""Kinds of objects whose words are seen and stand apart: struck out, laid over the print or beside it."""

import math
from collections.abc import Callable

from tests.making.laid import Draft, line, rectangle, taken, width, words
from tests.making.overlay import Box
from tests.making.typeset import quoted

READINGS = ("ㄓㄣˋ", "ㄕㄨ", "ㄎㄨㄣ", "ㄅㄛ", "ㄈㄨˊ", "ㄊㄨㄛ")


def struck(mark: str, *, first: bool = False, replaced: bool = True) -> Callable[[Draft], None]:
    """Strike words out: with a line, a double one or a thin box, before or after they are painted."""

    def lay(draft: Draft) -> None:
        old, new, size = draft.word(2, 3), draft.word(2, 3) if replaced else "", draft.size()
        x0, top, x1, bottom = taken(draft, old + new, size)
        middle, end = top + 0.5 * size, x0 + width(old, size)
        over = draft.rng.uniform(0.0, 1.0)
        paint = draft.rng.choice(("black", "red"))
        marks = {
            "line": line(x0 - over, end + over, middle, f"0.7pt + {paint}"),
            "double": line(x0, end, middle - 0.9, "0.5pt") + line(x0, end, middle + 0.9, "0.5pt"),
            "box": rectangle(
                (x0 - over, middle - 0.35, end + over, middle + 0.35), f"fill: {paint}, stroke: none"
            ),
        }
        if first:
            draft.draw(marks[mark])
        piece = draft.print(old, x0, top, size)
        if not first:
            draft.draw(marks[mark])
        draft.say(f"struck_{mark}", old, (x0, top, end, bottom), "struck", piece)
        if new:
            draft.say("replacement", new, (end, top, x1, bottom), "print", draft.print(new, end, top, size))

    return lay


def _turned(draft: Draft, box: Box, angle: float, body: str, **settings: object) -> int:
    """Draw something in a box that is turned about its middle."""
    x0, top, x1, bottom = box
    inner = f"#box(width: {x1 - x0:.2f}pt, height: {bottom - top:.2f}pt)[{body}]"
    place = f"#place(top + left, dx: {x0:.2f}pt, dy: {top:.2f}pt, rotate({angle:.2f}deg)[{inner}])"
    return draft.draw(place, **settings)


def _around(box: Box, angle: float) -> Box:
    """Give the box around one that is turned about its middle."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    c, s = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    wide, high = across * c + down * s, across * s + down * c
    return (x - wide, y - high, x + wide, y + high)


def stamp(kind: str, *, slanted: bool = False, through: bool = False) -> Callable[[Draft], None]:
    """Lay a stamp over the print; through a line of it runs the upper or lower edge of its frame."""

    def lay(draft: Draft) -> None:
        text, size = draft.word(5, 7), draft.rng.choice((11.0, 13.0))
        wide, high = width(text, size) + 12, size + 10
        angle = draft.rng.choice((-1, 1)) * draft.rng.uniform(3, 15) if slanted else 0.0
        box = draft.room.over_print(draft.rng, wide, high)
        if through:
            x, y = draft.room.through_print(draft.rng, wide)
            y -= draft.rng.choice((0.0, high))
            box = (x, y, x + wide, y + high)
        draft.room.taken.append(_around(box, angle))
        paint = draft.rng.choice(("rgb(200, 20, 20)", "rgb(220, 0, 60)"))
        _turned(draft, box, angle, f"#rect(width: 100%, height: 100%, stroke: 1.2pt + {paint})")
        inner = f"#place(center + horizon, text(size: {size}pt, fill: {paint}, {quoted(text)}))"
        piece = _turned(draft, box, angle, inner, words=True)
        draft.say(kind, text, _around(box, angle), "overlay", piece)

    return lay


def watermark(*, slanted: bool, transparent: bool) -> Callable[[Draft], None]:
    """Lay large grey words under the page's print, or transparent ones over it."""

    def lay(draft: Draft) -> None:
        text, size = draft.word(2, 4), draft.rng.uniform(48, 72)
        wide = width(text, size)
        angle = draft.rng.choice((-1, 1)) * draft.rng.uniform(20, 50) if slanted else 0.0
        box = draft.room.over_print(draft.rng, wide + 2, size)
        draft.room.shaded.append(_around(box, angle))
        paint = "luma(80).transparentize(75%)" if transparent else "luma(205)"
        inner = f"#place(center + horizon, text(size: {size:.1f}pt, fill: {paint}, {quoted(text)}))"
        piece = _turned(draft, box, angle, inner, words=True, before=not transparent)
        kind = "watermark_" + ("slanted" if slanted else "level") + ("_transparent" if transparent else "")
        draft.say(kind, text, _around(box, angle), "overlay", piece)

    return lay


def text_box(draft: Draft) -> None:
    """Lay a framed box across a rule, where it hides no print."""
    text, size = draft.word(4, 6), draft.rng.choice((8.0, 9.0))
    box = draft.room.take(draft.rng, width(text, size) + 6, size + 5, across_rules=True)
    draft.draw(rectangle(box, "fill: white, stroke: 0.7pt"))
    place = (box[0] + 3, box[1] + 2.5, box[2] - 3, box[3] - 2.5)
    piece = draft.print(text, place[0], place[1], size)
    draft.say("text_box", text, place, "overlay", piece)


def line_numbers(draft: Draft) -> None:
    """Number the lines of the page in its margin."""
    _, down = draft.room.size
    left, _, right, _ = draft.room.table
    x = left - 22 if draft.rng.random() < 0.5 else right + 10
    pitch, size = draft.rng.uniform(14, 20), 8.0
    count = int((down - 60) / pitch)
    body = "".join(words(str(n + 1), x, 30 + n * pitch, size) for n in range(count))
    piece = draft.draw(body, words=True)
    place = (x, 30.0, x + width("00", size), 30 + (count - 1) * pitch + size)
    draft.room.taken.append(place)
    draft.say("line_numbers", "".join(str(n + 1) for n in range(count)), place, "overlay", piece)


def ruby(draft: Draft) -> None:
    text, size, reading = draft.word(3, 3), 12.0, draft.rng.choice(READINGS)
    small = 5.0
    x0, top, x1, bottom = draft.room.take(draft.rng, 3 * size, 1.5 * size)
    base = (x0, top + 0.5 * size, x1, bottom)
    draft.say("ruby_base", text, base, "print", draft.print(text, x0, base[1], size))
    start = (x0 + x1 - width(reading, small)) / 2
    over = (start, top, start + width(reading, small), top + small)
    draft.say("ruby", reading, over, "overlay", draft.print(reading, start, top + 0.5, small))


STRUCK: dict[str, Callable[[Draft], None]] = {
    "struck_line": struck("line"),
    "struck_double": struck("double"),
    "struck_box": struck("box"),
    "struck_first": struck("box", first=True),
    "struck_alone": struck("line", replaced=False),
}
"""Kinds with words that are struck out."""
OVERLAYS: dict[str, Callable[[Draft], None]] = {
    "stamp_slanted": stamp("stamp_slanted", slanted=True),
    "stamp_level": stamp("stamp_level"),
    "stamp_through_print": stamp("stamp_through_print", through=True),
    "watermark_slanted": watermark(slanted=True, transparent=False),
    "watermark_level": watermark(slanted=False, transparent=False),
    "watermark_slanted_transparent": watermark(slanted=True, transparent=True),
    "watermark_level_transparent": watermark(slanted=False, transparent=True),
    "text_box": text_box,
    "line_numbers": line_numbers,
    "ruby": ruby,
}
"""Kinds with words that are laid over or beside the print."""
