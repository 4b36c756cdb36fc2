"""publisher.toml as a file: read, and written as an example to be filled in."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pipeline.errors import UnreadableError, UsageError
from pipeline.metadata.asking import checked
from pipeline.metadata.publisher import Publisher

EXAMPLE = "example.toml"


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
        raise UnreadableError(
            f"The file {path} cannot be read ({reason}).", f"無法讀取 {path}（{reason}）。"
        ) from None
    return checked(content, str(path))


def example_bytes() -> bytes:
    """The commented example: it has to be filled in before it can be used."""
    return (files("pipeline.metadata") / EXAMPLE).read_bytes()


def refuse_existing(path: Path) -> None:
    """A publisher file that somebody may have filled in is not written over.

    Raises:
        UsageError: there is something of that name.
    """
    if path.exists() or path.is_symlink():
        error = UsageError(f"{path} is there already.", f"{path} 已存在。")
        error.remedy_en = "Choose another name with -o, or delete it first."
        error.remedy_zh = "請以 -o 指定其他檔名，或先刪除該檔。"
        raise error
