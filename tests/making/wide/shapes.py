"""What a plan's front, its headers and its amounts are, as frozen data."""

from dataclasses import dataclass

from tests.making.wide.layout import Column


@dataclass(frozen=True)
class Front:
    """What tells whose plan it is, of which year."""

    office: str
    year: int
    title: str
    head: str = ""
    """What stands at the head of each page."""
    cover: tuple[str, ...] = ()
    """The lines of the first page."""
    others: str = ""
    """A line below the title that names other offices."""


@dataclass(frozen=True)
class Node:
    """A header word and those that stand below it."""

    words: str
    column: Column | None = None
    below: "tuple[Node, ...]" = ()

    @property
    def leaves(self) -> "tuple[Node, ...]":
        """Give the words over single columns."""
        return tuple(leaf for one in self.below for leaf in one.leaves) if self.below else (self,)

    @property
    def depth(self) -> int:
        """Give the rows that it takes."""
        return 1 + max((one.depth for one in self.below), default=0)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Give the columns that it stands over."""
        return tuple(leaf.column for leaf in self.leaves if leaf.column)


@dataclass(frozen=True)
class Amounts:
    """How amounts are printed."""

    thousands: str = ","
    unit: str = ""
    """The unit behind each amount, where it stands in the cell."""
    none: str = "0"

    def of(self, value: int) -> str:
        """Print an amount."""
        return f"{value:,}".replace(",", self.thousands) + self.unit

    def part(self, value: int) -> str:
        """Print a part of an amount, which may be none."""
        return self.of(value) if value else self.none


COMMON = Amounts()
