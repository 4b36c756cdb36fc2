"""Kinds of objects whose words are print like any other, whatever stands around them."""

from collections.abc import Callable

from tests.making.laid import Draft, grown, line, picture, rectangle, taken, width

NOTES = ("1", "2", "a", "b", "*", "註2", "註1")


def plain(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size)
    draft.say("plain", text, place, "print", draft.print(text, place[0], place[1], size))


def layer_on(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size)
    draft.say("layer_on", text, place, "print", draft.print(text, place[0], place[1], size, layer="on"))


def decorated(
    kind: str, below: str = "", above: str = "", *, fill: str = "black", **settings: object
) -> Callable[[Draft], None]:
    """Lay words with a filled box around them that hides nothing.

    Args:
        kind: the kind's name.
        below: how a box that is painted before them is filled.
        above: how a box that is painted after them is filled.
        fill: the colour of the words.
        settings: more about the drawing of the box.
    """

    def lay(draft: Draft) -> None:
        text, size = draft.word(), draft.size()
        place = taken(draft, text, size, by=2.0)
        if below:
            draft.draw(rectangle(grown(place, 1.5), f"fill: {below}, stroke: none"), **settings)
        piece = draft.print(text, place[0], place[1], size, fill)
        if above:
            draft.draw(rectangle(grown(place, 1.5), f"fill: {above}, stroke: none"), **settings)
        draft.say(kind, text, place, "print", piece)

    return lay


def lined(kind: str, *heights: float) -> Callable[[Draft], None]:
    """Lay words with lines that do not strike them out, at heights in ems below their top."""

    def lay(draft: Draft) -> None:
        text, size = draft.word(), draft.size()
        x0, top, x1, bottom = taken(draft, text, size, by=3.0)
        piece = draft.print(text, x0, top, size)
        for height in heights:
            draft.draw(line(x0 - 2, x1 + 2, top + height * size, "0.5pt"))
        draft.say(kind, text, (x0, top, x1, bottom), "print", piece)

    return lay


def lower_half_covered(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    x0, top, x1, bottom = taken(draft, text, size, by=1.5)
    piece = draft.print(text, x0, top, size)
    draft.draw(rectangle((x0 - 1, top + 0.62 * size, x1 + 1, bottom + 1), "fill: white, stroke: none"))
    draft.say("lower_half_covered", text, (x0, top, x1, bottom), "print", piece)


def over_picture(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size, by=2.0)
    draft.draw(picture(grown(place, 2.0)))
    draft.say("over_picture", text, place, "print", draft.print(text, place[0], place[1], size))


def doubled(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size)
    way = draft.rng.choice(draft.ways)
    pieces = [draft.print(text, place[0] + shift, place[1], size, way=way) for shift in (0.0, 0.3)]
    draft.say("doubled", text, place, "print", *pieces)


def comment(way: str) -> Callable[[Draft], None]:
    """Type words as a comment or into a field."""

    def lay(draft: Draft) -> None:
        text, size = draft.word(), draft.size()
        place = taken(draft, text, size, by=2.0)
        piece = draft.print(text, place[0], place[1], size, way=way, place=grown(place, 2.0))
        draft.say(way, text, place, "print", piece)

    return lay


def note_mark(draft: Draft) -> None:
    """Print a number with a small raised mark behind it."""
    number, mark, size = (
        f"{draft.rng.randint(10, 99)},{draft.rng.randint(100, 999)}",
        draft.rng.choice(NOTES),
        11.0,
    )
    number = draft.rng.choice((number, number[-3:]))
    small, across = 0.58 * size, width(number, size)
    x0, top, x1, bottom = draft.room.take(draft.rng, across + 12, size + 2)
    top += 2
    piece = draft.print(number, x0, top, size)
    draft.say("noted", number, (x0, top, x0 + across, bottom), "print", piece)
    raised = draft.print(mark, x0 + across + 0.4, top - 0.5, small)
    draft.say("note_mark", mark, (x0 + across + 0.4, top - 0.5, x1, top - 0.5 + small), "print", raised)


def partly_clipped(draft: Draft) -> None:
    """Cut words off in their middle, far enough from the page's edge."""
    text, size = draft.word(7, 8), draft.size()
    shown = size * draft.rng.uniform(3.2, 4.8)
    x0, top, _, bottom = draft.room.take(
        draft.rng, shown + 2, size + 2, before_edge=width(text, size) - shown
    )
    x0, top = x0 + 1, top + 1
    clip = (x0 - 1, top - 1, x0 + shown, bottom)
    draft.room.taken.append((x0, top, x0 + width(text, size), bottom))
    piece = draft.print(text, x0, top, size, clip=clip)
    draft.say("partly_clipped", text, (x0, top, x0 + shown, bottom), "clipped", piece)


PRINT: dict[str, Callable[[Draft], None]] = {
    "plain": plain,
    "layer_on": layer_on,
    "highlighted": decorated("highlighted", above="rgb(255, 255, 0, 90)"),
    "multiplied": decorated("multiplied", above="yellow", blend="Multiply"),
    "veiled": decorated("veiled", above="rgb(255, 255, 255, 130)"),
    "zebra": decorated("zebra", below="luma(225)"),
    "zebra_below": decorated("zebra_below", below="luma(225)", before=True),
    "white_below": decorated("white_below", below="white"),
    "white_on_dark": decorated("white_on_dark", below="rgb(47, 85, 151)", fill="white"),
    "pale": decorated("pale", fill="luma(190)"),
    "underlined": lined("underlined", 1.06),
    "between_rules": lined("between_rules", -0.15, 1.18),
    "over_picture": over_picture,
    "lower_half_covered": lower_half_covered,
    "doubled": doubled,
    "annotation": comment("annotation"),
    "field": comment("field"),
    "note_mark": note_mark,
    "partly_clipped": partly_clipped,
}
"""Kinds with words that are seen where they stand."""
