"""Who publishes, under which licence and when: said by a person, never guessed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

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
