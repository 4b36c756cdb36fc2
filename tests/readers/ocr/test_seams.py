"""A line that runs over the white between two columns is parted there, if the lines about it show the columns."""

import numpy as np

from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.glyphs import Box, InkedLine, inked
from pipeline.readers.ocr.seams import parted_at_seams

EM, PITCH = 24, 40
"""Pixels: type of 12 points at two pixels per point, and from line to line."""
LEFT, RIGHT = 100, 300
"""Where two columns begin."""


class Sheet:
    """Ink with lines on it, each character a block of ink as wide as Han characters are."""

    def __init__(self) -> None:
        self.ink = np.zeros((900, 800), dtype=np.uint8)
        self.lines: list[InkedLine] = []

    def line(self, row: int, *texts: tuple[int, str]) -> None:
        """One line of what stands at several places."""
        placed = [(x + EM * k, c) for x, text in texts for k, c in enumerate(text)]
        top = 100 + PITCH * row
        for x, c in placed:
            narrow = EM // 4 if c in "、。" else 0
            self.ink[top : top + EM - 2, x + 1 + narrow : x + EM - 1 - narrow] = 255
        box = Box(placed[0][0] - 4, top - 4, placed[-1][0] + EM + 4, top + EM + 4)
        width = box.x1 - box.x0
        said = [Character(c, (x + EM / 2 - box.x0) / width, 0.99) for x, c in placed]
        line = inked(box, said, self.ink, 2.0)
        assert line is not None
        self.lines.append(line)

    def parts(self) -> dict[int, list[tuple[int, int]]]:
        """The parts of each line that is parted, from where to where."""
        found = parted_at_seams(self.lines, self.ink)
        return {i: [(box.x0, box.x1) for box in boxes] for i, boxes in found.items()}


def columns(sheet: Sheet, rows: range) -> Sheet:
    for row in rows:
        sheet.line(row, (LEFT, "辦理調解"))
        sheet.line(row, (RIGHT, "每月召開會議一次"))
    return sheet


def test_a_line_is_parted_where_lines_below_it_begin() -> None:
    sheet = Sheet()
    sheet.line(0, (LEFT, "辦理調解業務"), (RIGHT, "每月召開會議"))
    columns(sheet, range(1, 4))

    ((left, right),) = sheet.parts().values()
    assert left[0] < LEFT + 6 * EM <= left[1] == right[0] <= RIGHT


def test_rows_over_all_columns_between_the_lines_do_not_matter() -> None:
    sheet = Sheet()
    sheet.line(0, (LEFT, "辦理調解業務"), (RIGHT, "每月召開會議"))
    sheet.line(1, (LEFT, "壹一般行政及民政業務各項工作"))
    columns(sheet, range(2, 8))

    assert list(sheet.parts()) == [0]


def test_white_that_no_line_begins_behind_is_that_of_the_text() -> None:
    sheet = Sheet()
    sheet.line(0, (LEFT, "辦理調解業務"), (RIGHT, "每月召開會議"))
    for row in range(1, 5):
        sheet.line(row, (LEFT, "每月召開調解會議一次並造冊列管"))

    assert sheet.parts() == {}


def test_a_label_is_not_parted_from_what_is_set_behind_it() -> None:
    sheet = Sheet()
    sheet.line(0, (LEFT, "一、"), (LEFT + 3 * EM, "每月召開會議"))
    for row in range(1, 5):
        sheet.line(row, (LEFT + 3 * EM, "每月召開會議"))

    assert sheet.parts() == {}


def test_the_white_of_a_mark_is_its_own() -> None:
    sheet = Sheet()
    sheet.line(0, (LEFT, "督導考核、每月召開會議"))
    for row in range(1, 5):
        sheet.line(row, (LEFT + 5 * EM, "每月召開會議"))

    assert sheet.parts() == {}


def test_a_number_that_could_be_a_label_is_parted_where_texts_stand_above_it() -> None:
    sheet = columns(Sheet(), range(3))
    sheet.line(3, (RIGHT - EM - 14, "一"), (RIGHT, "每月召開會議"))

    assert list(sheet.parts()) == [6]
