"""Covers words of a plan's own text, as a person does who thinks that they are gone then."""

from collections.abc import Iterator
from itertools import groupby

import pypdfium2

from tests.making.laid import grown, rectangle, words
from tests.making.overlay import Box, Piece, laid

NAMES = ("鄔禕翀", "酈瑋昶", "闞縉寰", "濮懿皓", "褚鎔嵐")
"""Names of persons that no made plan and no program speaks of."""


def covered(data: bytes, text: str, *, fill: str = "black", retyped: str = "") -> bytes:
    """Cover every place where a text stands.

    Args:
        data: the file.
        text: what is covered, also where a line ends within it.
        fill: the colour of the boxes.
        retyped: what is typed over the first place.
    """
    for number, places in _places(data, text).items():
        pieces = [Piece(rectangle(grown(place, 0.5), f"fill: {fill}, stroke: none")) for place in places]
        if retyped:
            x0, top, _, bottom = places[0]
            pieces.append(Piece(words(retyped, x0 + 0.4, top, bottom - top)))
        data = laid(data, pieces, number=number)
    return data


def _places(data: bytes, text: str) -> dict[int, list[Box]]:
    document = pypdfium2.PdfDocument(data)
    found = {number: list(_on_page(page, text)) for number, page in enumerate(document, start=1)}
    document.close()
    assert any(found.values()), f"{text} is not printed"
    return {number: boxes for number, boxes in found.items() if boxes}


def _on_page(page: pypdfium2.PdfPage, text: str) -> Iterator[Box]:
    height = page.get_height()
    text_page = page.get_textpage()
    # A line's end is a character of its own here.
    every = [text_page.get_text_range(n, 1) for n in range(text_page.count_chars())]
    marks = [n for n, char in enumerate(every) if char.strip()]
    printed = "".join(every[n] for n in marks)
    start = printed.find(text)
    while start >= 0:
        boxes = [text_page.get_charbox(marks[n], loose=True) for n in range(start, start + len(text))]
        for _, line in groupby(boxes, key=lambda box: round(box[1])):
            on_line = list(line)
            left, right = min(box[0] for box in on_line), max(box[2] for box in on_line)
            size = max(box[3] - box[1] for box in on_line)
            # The box of the face is higher than its characters.
            yield (left, height - on_line[0][3], right, height - on_line[0][3] + size)
        start = printed.find(text, start + 1)
