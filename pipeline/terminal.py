"""What may be sent to a terminal or kept in a log: texts of documents and names of files may hold commands to it."""

from __future__ import annotations

from unicodedata import category

SPACE = "Zs"
"""General category of what parts words on a line; Python counts all of it but the ASCII space as not printable."""


def printable(text: str, keep: str = "") -> str:
    r"""A text in which every character that shows nothing or moves others is U+FFFD.

    Those are control characters, line ends, marks of direction, characters of no width, halves of surrogate pairs,
    private and unassigned ones.

    Args:
        text: anything.
        keep: characters that are left as they are, such as line ends.

    >>> printable("附件　一\x1b[2J\n", keep="\n")
    '附件\u3000一�[2J\n'
    """
    return "".join(
        char if char.isprintable() or char in keep or category(char) == SPACE else "\ufffd" for char in text
    )
