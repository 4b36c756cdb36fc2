"""The two licences that a publication may have, and where their texts are."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.metadata.publisher import LicenseName


@dataclass(frozen=True)
class Licence:
    """One licence.

    Attributes:
        title_zh: official name in Chinese.
        title_en: official name in English.
        url: of its text.
        authority: its entry in the European Union's table of licences; None where it has none.
    """

    name: LicenseName
    title_zh: str
    title_en: str
    url: str
    authority: str | None


LICENCES: dict[LicenseName, Licence] = {
    licence.name: licence
    for licence in (
        Licence(
            "OGDL-Taiwan-1.0",
            "政府資料開放授權條款－第1版",
            "Open Government Data License, version 1.0",
            "https://data.gov.tw/license",
            None,
        ),
        Licence(
            "CC-BY-4.0",
            "創用 CC 姓名標示 4.0 國際",
            "Creative Commons Attribution 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
            "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        ),
    )
}
