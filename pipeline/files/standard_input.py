"""What comes by standard input where a person writes ``-`` for a file: a PDF, or for a run a list of inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import NotAPdfError, UnreadableError
from pipeline.files.inputs import names_in_list

STANDARD_INPUT = "-"
GIVEN_NAME = "standard-input.pdf"
"""What a file that has no name is called in all that is made of it."""
HEAD_BYTES = 1024
MOST_GIVEN_BYTES = 2**29
"""A device never ends; a scanned plan has some hundred megabytes."""
PDF_MARK = b"%PDF-"
"""A PDF has this mark within so many first bytes (ISO 32000-2, annex I, as readers take it)."""


def file_given(stream: BinaryIO, folder: Path) -> Path:
    """The bytes of standard input as a file.

    Args:
        stream: standard input.
        folder: to put it into.

    Raises:
        NotAPdfError: there are no bytes.
        UnreadableError: there are too many.
    """
    return _put(_read(stream), folder)


def inputs_given(names: Iterable[str], stream: BinaryIO, folder: Path) -> Iterator[str]:
    """The inputs of a run, with what standard input holds in the place of ``-``.

    Bytes that begin as a PDF, or are no text, are a file; else they are a list with an input a line, as in a list file
    (docs/batch.md); its paths start from the current folder.

    Raises:
        NotAPdfError: standard input is empty.
        UnreadableError: its list names nothing, or there are too many bytes.
    """
    for name in names:
        if name != STANDARD_INPUT:
            yield name
            continue
        content = _read(stream)
        listed = None if PDF_MARK in content[:HEAD_BYTES] else _listed(content)
        if listed is None:
            yield str(_put(content, folder))
        elif not listed:
            raise UnreadableError("list-empty", path=STANDARD_INPUT)
        else:
            yield from listed


def _read(stream: BinaryIO) -> bytes:
    content = stream.read(MOST_GIVEN_BYTES + 1)
    if len(content) > MOST_GIVEN_BYTES:
        raise UnreadableError("input-endless", most_mb=MOST_GIVEN_BYTES // 2**20)
    return content


def _listed(content: bytes) -> list[str] | None:
    """The inputs of a list; None for bytes that are no text, or none at all."""
    if not content or b"\0" in content:
        return None
    try:
        return names_in_list(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None


def _put(content: bytes, folder: Path) -> Path:
    if not content:
        raise NotAPdfError("file-empty", name=STANDARD_INPUT)
    path = folder / GIVEN_NAME
    path.write_bytes(content)
    return path
