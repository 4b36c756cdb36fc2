"""publisher.toml as a file: all that is wrong or missing is told at once, each with its line and what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipeline.errors import PublisherError, UnreadableError, UsageError
from pipeline.messages.catalogue import PlacedProblem, catalogue
from pipeline.metadata.publisher import Publisher
from pipeline.written.problems import by_line, one_line, wanted
from pipeline.written.toml import ANY_TEXT, Key, TomlFile, TomlForm, fitting, toml_file

EXAMPLE_FILE = "example.toml"
PLACEHOLDER_START = "〈請填"
"""Begins every placeholder of the example, so that nobody publishes one by accident."""


def publisher_form() -> TomlForm:
    """The tables and keys of the model; what each key takes is what the model takes."""
    tables = {name: one.annotation for name, one in Publisher.model_fields.items()}
    return TomlForm(
        {name: _keys(name, part) for name, part in tables.items() if isinstance(part, type)},
        placeholder=PLACEHOLDER_START,
    )


def _keys(table: str, part: type[BaseModel]) -> dict[str, Key]:
    told = catalogue("written")["value-wrong"].reasons
    keys = {}
    for key, one in part.model_fields.items():
        reason = f"{table}.{key}" if f"{table}.{key}" in told else ANY_TEXT
        keys[key] = Key(fitting(_taken(part, key), reason), one.is_required(), reason)
    return keys


def _taken(part: type[BaseModel], key: str) -> Callable[[Any], bool]:
    """Whether the model of a table takes a value for a key, whatever the other keys are."""

    def taken(value: Any) -> bool:
        try:
            part.model_validate({key: value})
        except ValidationError as error:
            return all(one["loc"][0] != key for one in error.errors(include_url=False))
        return True

    return taken


def checked(content: bytes, name: str) -> Publisher:
    """The publisher that a file describes.

    Args:
        content: of the file.
        name: of the file, for messages.

    Raises:
        PublisherError: it is no TOML in UTF-8, or something is wrong or missing.
    """
    file, found = toml_file(content, name, publisher_form())
    if file is not None:
        found += _wrong_together(file)
    if file is None or found:
        raise PublisherError(by_line(found))
    return Publisher.model_validate(file.data)


def _wrong_together(file: TomlFile) -> Iterator[PlacedProblem]:
    """What two values must be to each other, where both can be had."""
    issued, modified = file.value("dataset", "issued"), file.value("dataset", "modified")
    if isinstance(issued, date) and isinstance(modified, date) and modified < issued:
        line = file.places.key("dataset", "modified")
        yield file.problem("modified-before-issued", line, issued=issued, modified=modified)
    office, words = file.value("publisher", "name"), file.value("license", "attribution")
    if isinstance(office, str) and isinstance(words, str) and office not in words:
        line = file.places.key("license", "attribution")
        told = wanted("license.attribution")
        yield file.problem("office-not-named", line, office=one_line(office), wanted=told)


def read_publisher(path: Path) -> Publisher:
    """The publisher of a file.

    Raises:
        UnreadableError: the file cannot be read.
        PublisherError: it cannot be used; all that is wrong or missing is said at once.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError("publisher-unreadable", path=path, error=reason) from None
    return checked(content, str(path))


def example_bytes() -> bytes:
    """The commented example: it has to be filled in before it can be used."""
    return (files("pipeline.metadata") / EXAMPLE_FILE).read_bytes()


def refuse_existing(path: Path) -> None:
    """A publisher file that somebody may have filled in is not written over.

    Raises:
        UsageError: there is something of that name.
    """
    if path.exists() or path.is_symlink():
        raise UsageError("file-there", path=path)
