"""What a reading knows of words: the lattice asks it where words alone tell a table from the text around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Vocabulary(Protocol):
    """Answers about one printed text each, with or without its white space."""

    def is_heading(self, text: str) -> bool:
        """Whether it is a title, or numbered like a part of a document."""

    def is_numbered_part(self, text: str) -> bool:
        """Whether it is numbered like a part of a document, as items of some tables are too."""

    def is_name(self, text: str) -> bool:
        """Whether it names who a table is of; such a line may stand above a title."""

    def is_section(self, text: str) -> bool:
        """Whether it names a section, or whose plan follows, in words that are no work's."""

    def is_total(self, text: str) -> bool:
        """Whether it is the word of a total, which may stand over several columns beside its amount."""

    def is_note(self, text: str) -> bool:
        """Whether it begins as notes below tables do."""

    def is_title_of_another(self, text: str) -> bool:
        """Whether it is the title of a table of another kind."""

    def is_page_number(self, text: str) -> bool:
        """Whether it is the number of a page and nothing else."""

    def ends_table(self, texts: Sequence[str]) -> bool:
        """Whether lines between two parts of tables say that the first one has ended."""
