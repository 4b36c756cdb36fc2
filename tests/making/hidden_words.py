"""Kinds of objects whose words nobody sees."""

from collections.abc import Callable

from tests.making.laid import Draft, grown, picture, rectangle, taken, width


def covered(paint: str) -> Callable[[Draft], None]:
    def lay(draft: Draft) -> None:
        text, size = draft.word(), draft.size()
        place = taken(draft, text, size, by=1.5)
        piece = draft.print(text, place[0], place[1], size)
        draft.draw(rectangle(grown(place, draft.rng.uniform(0.5, 1.5)), f"fill: {paint}, stroke: none"))
        draft.say("covered", text, place, "unseen", piece, reason="covered")

    return lay


def covered_and_retyped(draft: Draft) -> None:
    text, size = draft.word(3, 3), draft.size()
    place = taken(draft, text, size, by=1.5)
    old = draft.print(text, place[0], place[1], size)
    draft.draw(rectangle(grown(place, 1.0), "fill: white, stroke: none"))
    retyped = draft.word(3, 3)
    new = draft.print(retyped, place[0] + 0.6, place[1] - 0.4, size)
    draft.say("covered_and_retyped", text, place, "unseen", old, reason="covered")
    draft.say("retyped", retyped, place, "print", new)


def half_covered(draft: Draft) -> None:
    """Cover the first two characters of four."""
    text, size = draft.word(4, 4), draft.size()
    x0, top, x1, bottom = taken(draft, text, size, by=1.5)
    middle = x0 + 2 * size
    pieces = [draft.print(text[:2], x0, top, size), draft.print(text[2:], middle, top, size)]
    draft.draw(rectangle((x0 - 1, top - 1, middle, bottom + 1), "fill: black, stroke: none"))
    draft.say("half_covered", text[:2], (x0, top, middle, bottom), "unseen", pieces[0], reason="covered")
    draft.say("half_left", text[2:], (middle, top, x1, bottom), "print", pieces[1])


def under_picture(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size, by=2.0)
    piece = draft.print(text, place[0], place[1], size)
    draft.draw(picture(grown(place, 2.0)))
    draft.say("under_picture", text, place, "unseen", piece, reason="covered")


def white_on_white(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size, unshaded=True)
    piece = draft.print(text, place[0], place[1], size, "white")
    draft.say("white_on_white", text, place, "unseen", piece, reason="colour")


def colour_of_fill(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = taken(draft, text, size, by=2.0, unshaded=True)
    paint = draft.rng.choice(("black", "luma(128)", "rgb(47, 85, 151)", "luma(225)"))
    before = draft.rng.random() < 0.5
    draft.draw(rectangle(grown(place, 2.0), f"fill: {paint}, stroke: none"), before=before)
    piece = draft.print(text, place[0], place[1], size, paint)
    draft.say("colour_of_fill", text, place, "unseen", piece, reason="colour")


def layer_off(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = draft.room.anywhere(draft.rng, width(text, size), size)
    piece = draft.print(text, place[0], place[1], size, layer="off")
    draft.say("layer_off", text, place, "unseen", piece, reason="layer")


def outside_page(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    across, down = draft.room.size
    beside = (across + 3, down / 2), (-width(text, size) - 3, 50.0), (80.0, down + 4), (80.0, -2 * size)
    x, y = draft.rng.choice(beside)
    piece = draft.print(text, x, y, size)
    draft.say("outside_page", text, (x, y, x + width(text, size), y + size), "unseen", piece, reason="page")


def outside_clip(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = draft.room.anywhere(draft.rng, width(text, size), size)
    aside = (place[0], place[3] + 3, place[2], place[3] + 20)
    piece = draft.print(text, place[0], place[1], size, clip=aside)
    draft.say("outside_clip", text, place, "unseen", piece, reason="clip")


def invisible(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = draft.room.anywhere(draft.rng, width(text, size), size)
    piece = draft.print(text, place[0], place[1], size, invisible=True)
    draft.say("invisible", text, place, "unseen", piece, reason="invisible")


def hidden_comment(draft: Draft) -> None:
    text, size = draft.word(), draft.size()
    place = draft.room.anywhere(draft.rng, width(text, size), size)
    piece = draft.print(text, place[0], place[1], size, way="hidden annotation", place=grown(place, 1.0))
    draft.say("hidden_comment", text, place, "unseen", piece, reason="comment")


UNSEEN: dict[str, Callable[[Draft], None]] = {
    "covered_white": covered("white"),
    "covered_black": covered("black"),
    "covered_grey": covered("luma(190)"),
    "covered_and_retyped": covered_and_retyped,
    "half_covered": half_covered,
    "under_picture": under_picture,
    "white_on_white": white_on_white,
    "colour_of_fill": colour_of_fill,
    "layer_off": layer_off,
    "outside_page": outside_page,
    "outside_clip": outside_clip,
    "invisible": invisible,
    "hidden_comment": hidden_comment,
}
"""Kinds with words that nobody sees."""
