"""Files that describe: schemas of the outputs, and who publishes them."""

from __future__ import annotations

from pathlib import Path

from pipeline.api.options import StrPath
from pipeline.exporters import schemas
from pipeline.exporters.disk import write_file
from pipeline.metadata import publisher_file
from pipeline.metadata.publisher import Publisher


def write_schemas(folder: StrPath = "schemas") -> tuple[Path, ...]:
    """Write JSON Schemas, Table Schemas and the data dictionary, all generated from the models.

    Args:
        folder: where to; made where it is missing.

    Returns:
        The files written.

    Raises:
        UnwritableError: the folder or a file cannot be written.
    """
    return schemas.write_schemas(Path(folder))


def outdated_schemas(folder: StrPath = "schemas") -> tuple[str, ...]:
    """Names of the files in a folder that differ from what ``write_schemas`` would write there."""
    return schemas.outdated_schemas(Path(folder))


def read_publisher(path: StrPath) -> Publisher:
    """Read who publishes, under which licence and when.

    Args:
        path: a publisher.toml.

    Returns:
        Everything that it says, checked.

    Raises:
        UnreadableError: the file cannot be read.
        PublisherError: something is wrong or missing; ``problems`` names all of it with lines.
    """
    return publisher_file.read_publisher(Path(path))


def write_publisher_example(path: StrPath = "publisher.toml") -> Path:
    """Write a commented publisher.toml, which has to be filled in before it can be used.

    Args:
        path: the file; one that is there already is never written over.

    Returns:
        The file written.

    Raises:
        UsageError: there is a file of that name.
        UnwritableError: it cannot be written.
    """
    publisher_file.refuse_existing(Path(path))
    write_file(Path(path), [publisher_file.example_bytes()])
    return Path(path)
