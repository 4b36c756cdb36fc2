"""The whole way from pages to tables: what the other modules of this folder do, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.dataclass import dataclass
from pipeline.lattice.furniture import furniture_of
from pipeline.lattice.heads import Header
from pipeline.lattice.name_rows import with_name_rows
from pipeline.lattice.parts import Front, parts_of
from pipeline.lattice.tables import Table, stitch
from pipeline.lattice.vocabulary import Vocabulary
from pipeline.lines.lines import Line
from pipeline.lines.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Lattice:
    """A document as tables and what stands around them: each line of its pages is in exactly one of these.

    Attributes:
        pieces: tables and the text between them, in reading order.
        furniture: running headers and page numbers, by page number.
        heads: headers of tables, by page number.
    """

    pieces: tuple[Table | Front, ...]
    furniture: Mapping[int, Sequence[Line]]
    heads: Mapping[int, Sequence[Header]]

    def tables(self) -> Iterator[Table]:
        """Its tables."""
        return (piece for piece in self.pieces if isinstance(piece, Table))

    def lines(self) -> Iterator[Line]:
        """Every line that is in no header: of tables by column, of the text between them and of furniture."""
        for piece in self.pieces:
            if isinstance(piece, Table):
                yield from (*piece.over, *piece.again)
                yield from (line for track in piece.tracks for line in track.lines)
            else:
                yield from piece.lines
        for lines in self.furniture.values():
            yield from lines


def lattice_of(
    sheets: Sequence[Sheet],
    heads: dict[int, list[Header]],
    wording: Vocabulary,
    numbers: Mapping[int, int],
) -> Lattice:
    """The tables of a document below headers that a reading found.

    Args:
        sheets: leaves in reading order.
        heads: headers by page number, top to bottom.
        wording: answers where words alone tell a table from the text around it.
        numbers: the file's page numbers of leaves that have others.
    """
    furniture = furniture_of(sheets, heads, wording, numbers)
    parts = parts_of(sheets, heads, furniture, wording)
    return Lattice(tuple(with_name_rows(stitch(parts, wording), wording)), furniture, heads)
