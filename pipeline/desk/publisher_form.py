"""publisher.toml as a form: who publishes, asked once, checked field by field, written as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from pipeline.dataclass import dataclass
from pipeline.errors import PublisherError
from pipeline.exporters.disk import make_folder, write_file
from pipeline.folder.publication import PUBLISHER_FILE
from pipeline.messages.catalogue import PlacedProblem
from pipeline.metadata.publisher_file import checked
from pipeline.web.words import Words
from pipeline.written.toml import toml_of

Kind = Literal["text", "lines", "list", "date", "email", "tel", "url", "choice"]
FIRST_LINE: Final = "# 發布資料，由核對桌寫入。 Who publishes; written by the desk."
LIST_SEPARATORS: Final = str.maketrans("，,;；", "、、、、")
ATTRIBUTION: Final = (
    "{office} {year} {title} {version}\n"
    "此開放資料依政府資料開放授權條款 (Open Government Data License) 進行公眾釋出，"
    "使用者於遵守本條款各項規定之前提下，得利用之。\n"
    "政府資料開放授權條款：https://data.gov.tw/license"
)
"""The words that the licence asks for, see its annex; put in where the field is left empty."""


@dataclass(frozen=True)
class FormField:
    """One field of the form.

    Attributes:
        name: table and key of publisher.toml.
        label: what it asks.
        kind: of its input.
        hint: what to write.
        is_wanted: whether it must be filled in.
        choices: value and words of each choice.
    """

    name: str
    label: Words
    kind: Kind = "text"
    hint: Words = ("", "")
    is_wanted: bool = True
    choices: tuple[tuple[str, Words], ...] = ()


FREQUENCY_CHOICES: Final = (
    ("annual", ("每年", "every year")),
    ("biannual", ("每半年", "every half year")),
    ("quarterly", ("每季", "every quarter")),
    ("monthly", ("每月", "every month")),
    ("irregular", ("不定期", "irregularly")),
)
LICENCE_CHOICES: Final = (
    ("OGDL-Taiwan-1.0", ("政府資料開放授權條款－第1版", "Open Government Data License 1.0")),
    ("CC-BY-4.0", ("創用 CC 姓名標示 4.0 國際", "Creative Commons Attribution 4.0")),
)
FORM_FIELDS: Final = (
    FormField("publisher.name", ("提供機關全名", "Full name of the office")),
    FormField(
        "publisher.oid",
        ("機關物件識別碼（OID）", "Object identifier (OID)"),
        hint=("2.16.886. 開頭，可向資訊單位查詢", "begins with 2.16.886."),
        is_wanted=False,
    ),
    FormField("publisher.url", ("機關網站", "Web site of the office"), "url", is_wanted=False),
    FormField("contact.name", ("聯絡人（將公開）", "Who is asked; it is published")),
    FormField(
        "contact.phone", ("聯絡電話", "Telephone"), "tel", ("如 05-2223333#123", "such as 05-2223333#123")
    ),
    FormField("contact.email", ("電子郵件", "E-mail"), "email"),
    FormField("dataset.title", ("資料集名稱", "Title of the data set")),
    FormField("dataset.description", ("資料集描述", "Description"), "lines"),
    FormField(
        "dataset.keywords", ("關鍵字", "Keywords"), "list", ("以頓號分隔", "with 、 or commas between")
    ),
    FormField(
        "dataset.name",
        ("資料集短名", "Short name"),
        hint=(
            "小寫英文字母、數字、連字號；發布後勿改",
            "a to z, digits, hyphens; never change it once published",
        ),
    ),
    FormField("dataset.spatial", ("涵蓋地區", "Area covered")),
    FormField(
        "dataset.update_frequency",
        ("更新頻率", "How often it is updated"),
        "choice",
        choices=FREQUENCY_CHOICES,
    ),
    FormField("dataset.issued", ("首次發布日期", "First published"), "date"),
    FormField("dataset.modified", ("本次修改日期", "Changed"), "date"),
    FormField(
        "dataset.version",
        ("版本", "Version"),
        hint=("更正進末碼，新增資料進中碼", "last number for corrections, middle one for more data"),
    ),
    FormField(
        "dataset.base_url",
        ("檔案下載網址", "Address of the files"),
        "url",
        ("將上傳的資料夾放在何處，以 / 結尾", "where the folder will be, with / at its end"),
    ),
    FormField("license.name", ("授權", "Licence"), "choice", choices=LICENCE_CHOICES),
    FormField(
        "license.attribution",
        ("使用者應標示的文字", "How users name the source"),
        "lines",
        (
            "留空則自動填入；須有提供機關全名",
            "left empty it is filled in; it has the office's full name in it",
        ),
        is_wanted=False,
    ),
)
SAME_FOR_ALL: Final = {"dataset.theme": "GOVE", "dataset.cost": "free"}
"""What is the same for every office's work plans."""
Values = dict[str, str]
"""What stands in the form, by the names of its fields."""


def given_values(root: Path, offices: tuple[tuple[str, str], ...], today: date) -> Values:
    """What the form begins with: the folder's file where there is one, else what the plans tell.

    Args:
        root: the output folder.
        offices: identifier and name of each office that has plans in it.
        today: day of publication where none is written.
    """
    known = _written(root / PUBLISHER_FILE)
    if known:
        shown = {one.name: _shown(known.get(one.name)) for one in FORM_FIELDS}
        # Words that were put in follow the other fields; those that a person wrote stay.
        return shown | (
            {"license.attribution": ""} if shown["license.attribution"] == _attribution(shown) else {}
        )
    office_id, office = offices[0] if len(offices) == 1 else ("", "")
    title = f"{office}工作計畫" if office else ""
    return {one.name: "" for one in FORM_FIELDS} | {
        "publisher.name": office,
        "dataset.title": title,
        "dataset.description": f"{office}各年度工作計畫之工作項目、計畫項目、實施內容與預算。"
        if office
        else "",
        "dataset.keywords": "工作計畫、施政計畫、預算",
        "dataset.name": f"{office_id}-work-plans" if office_id else "",
        "dataset.spatial": _area(office),
        "dataset.update_frequency": "annual",
        "dataset.issued": today.isoformat(),
        "dataset.modified": today.isoformat(),
        "dataset.version": "1.0.0",
        "license.name": "OGDL-Taiwan-1.0",
    }


def save(root: Path, values: Mapping[str, str]) -> dict[str, PlacedProblem]:
    """Write the file where all is right.

    Args:
        root: the output folder.
        values: of the form.

    Returns:
        What is wrong, by the field; empty where the file is written.

    Raises:
        UnwritableError: it cannot be written.
    """
    content, lines = publisher_toml(values)
    try:
        checked(content, PUBLISHER_FILE)
    except PublisherError as error:
        return {lines.get(one.place.line or 0, _named(one, values)): one for one in reversed(error.problems)}
    make_folder(root)
    write_file(root / PUBLISHER_FILE, [content])
    return {}


def publisher_toml(values: Mapping[str, str]) -> tuple[bytes, dict[int, str]]:
    """The file that a form describes, and the field that stands on each of its lines, from 1."""
    filled = {name: value.replace("\r\n", "\n").strip() for name, value in values.items()}
    if not filled.get("license.attribution"):
        filled["license.attribution"] = _attribution(filled)
    kinds: dict[str, Kind] = {one.name: one.kind for one in FORM_FIELDS}
    written, places = [FIRST_LINE], {}
    for table in ("publisher", "contact", "dataset", "license"):
        written.append(f"[{table}]")
        for name, value in {**filled, **SAME_FOR_ALL}.items():
            if name.startswith(f"{table}.") and value:
                written.append(f"{name.partition('.')[2]} = {_toml(value, kinds.get(name, 'text'))}")
                places[len(written)] = name
    return ("\n".join(written) + "\n").encode("utf-8", "replace"), places


def _attribution(values: Mapping[str, str]) -> str:
    return ATTRIBUTION.format(
        office=values.get("publisher.name", ""),
        year=values.get("dataset.modified", "")[:4],
        title=values.get("dataset.title", ""),
        version=values.get("dataset.version", ""),
    )


def _area(office: str) -> str:
    """The area of a town's or district's office.

    >>> _area("臺北市大安區公所"), _area("臺南市永康區公所"), _area("勞動部")
    ('臺北市大安區', '臺南市永康區', '')
    """
    area = office.removesuffix("公所")
    return "" if area == office else area.removesuffix("區") if area.endswith("區區") else area


def _toml(value: str, kind: Kind) -> str:
    if kind == "list":
        words = map(str.strip, value.translate(LIST_SEPARATORS).split("、"))
        return f"[{', '.join(_quoted(one) for one in words if one)}]"
    if kind == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            return _quoted(value)
    return _quoted(value)


def _quoted(value: str) -> str:
    """A text of TOML on one line: JSON's escapes are TOML's too, but for the last control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _named(problem: PlacedProblem, values: Mapping[str, str]) -> str:
    """The field that a problem without a line of its own is about: the one that is missing."""
    return next(
        (
            name
            for name in (one.name for one in FORM_FIELDS)
            if name in problem.text.en and not values.get(name)
        ),
        "",
    )


def _written(path: Path) -> dict[str, Any]:
    """What stands in a file by table and key; empty where it is not there or is no TOML."""
    try:
        tables = toml_of(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return {
        f"{table}.{key}": value
        for table, content in tables.items()
        if isinstance(content, dict)
        for key, value in content.items()
    }


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
