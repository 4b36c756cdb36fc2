"""Who publishes, under which licence and when: read from publisher.toml, never guessed."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from pipeline.errors import UnreadableError, UsageError

EXAMPLE = "example.toml"
LicenseName = Literal["OGDL-Taiwan-1.0", "CC-BY-4.0"]
Frequency = Literal["annual", "biannual", "quarterly", "monthly", "irregular"]
# Codes of the European Union's authority table of data themes.
Theme = Literal[
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN"
]


def _with_end(url: str) -> str:
    """A folder's address ends in a slash, or names of files cannot be put behind it."""
    return url if url.endswith("/") else f"{url}/"


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s<>\"{}|\\^`?#]*)?$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class PublishingOffice(_Part):
    """The office that publishes; ``oid`` is its object identifier (2.16.886. …)."""

    name: Text
    name_en: Text | None = None
    oid: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)+$")] | None = None
    url: Url | None = None


class Contact(_Part):
    """Whom to ask; ``phone`` as people dial it, with an extension behind "#"."""

    name: Text
    phone: Annotated[str, StringConstraints(pattern=r"^[+(]?[0-9][0-9()\- ]{5,}[0-9](#[0-9]+)?$")]
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]


class DatasetTerms(_Part):
    """What the publication is called and covers.

    ``theme`` is a code of the European Union's data themes; ``category_*`` are the portal's codes.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    title_en: Text | None = None
    description: Text
    description_en: Text | None = None
    keywords: Annotated[list[Text], Field(min_length=1)]
    keywords_en: list[Text] = []
    theme: Theme
    category_theme: Text | None = None
    category_service: Text | None = None
    category_dataset: Text | None = None
    identifier: Text | None = None
    update_frequency: Frequency
    spatial: Text
    issued: date
    modified: date
    version: Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")]
    base_url: Annotated[Url, AfterValidator(_with_end)]
    cost: Literal["free"]


class License(_Part):
    """The licence, and the words by which users name the source; without them OGDL-Taiwan-1.0 is void."""

    name: LicenseName
    attribution: Text


class Publisher(_Part):
    """Everything that a person has to say before a publication can be described."""

    publisher: PublishingOffice
    contact: Contact
    dataset: DatasetTerms
    license: License


def read_publisher(path: Path) -> Publisher:
    """The publisher of a file.

    Raises:
        UnreadableError: the file cannot be read.
        PublisherError: it cannot be used; all that is wrong or missing is said at once.
    """
    from pipeline.metadata.asking import checked  # noqa: PLC0415 - it needs the models above

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
