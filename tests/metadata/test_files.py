import hashlib
import json
import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.metadata.files import metadata_files
from pipeline.metadata.portal import portal_form, portal_json
from pipeline.metadata.release import ReleasedSource
from tests.metadata.making import OFFICE, contents, publisher, release

ORDER = [
    "資料集名稱",
    "資料集描述",
    "主要欄位說明",
    "檔案格式",
    "編碼格式",
    "更新頻率",
    "授權方式",
    "計費方式",
    "提供機關",
    "聯絡人",
]


def test_the_same_release_gives_the_same_bytes() -> None:
    assert metadata_files(release(), publisher()) == metadata_files(release(), publisher())


def test_without_a_publisher_nothing_is_made_that_needs_one() -> None:
    assert list(metadata_files(release(), None)) == ["datapackage.json", "manifest.json"]


def test_the_manifest_lists_every_other_file_as_it_is() -> None:
    made = metadata_files(release(), publisher())
    listed = json.loads(made.pop("manifest.json"))["files"]
    assert {entry["path"] for entry in listed} == set(contents() | made)
    assert [entry["path"] for entry in listed] == sorted(entry["path"] for entry in listed)
    for entry in listed:
        content = (contents() | made)[entry["path"]]
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert "/" in entry["media_type"]


def test_the_portal_gets_the_fields_that_its_examples_show() -> None:
    portal = portal_json(release(), publisher())
    assert portal["title"] == "嘉義市西區區公所工作計畫"
    assert portal["license"] == "1"
    assert portal["publisherOID"] == f"2.16.886.101.90020.20001|{OFFICE}"
    assert portal["updateFrequency"] == {"regularupdate": "1", "Frequency": "1", "unittime": "年"}
    assert (portal["coverageStartedDate"], portal["coverageEndedDate"]) == ("2023-01-01", "2024-12-31")
    assert portal["categoryTheme"] == ""


def test_the_portal_gets_each_file_with_its_columns() -> None:
    first, *_ = portal_json(release(), publisher())["distribution"]
    assert first["resourceDownloadUrl"] == "https://data.example.gov.tw/work-plans/items.csv"
    assert first["resourceField"][0] == {"name": "item_id", "description": "項目識別碼"}
    assert (first["resourceFormat"], first["resourceCharacterEncoding"]) == ("CSV", "UTF-8")


def test_the_sheet_has_the_forms_fields_in_their_order() -> None:
    headings = re.findall(r"^## \d+\. (.+)$", portal_form(release(), publisher()), re.MULTILINE)
    assert [heading for heading in headings if heading in ORDER] == ORDER


def test_the_sheet_gives_each_value_in_a_block() -> None:
    sheet = portal_form(release(), publisher())
    assert f"提供機關\n\n```text\n{OFFICE}\n```" in sheet
    assert "### items.csv\n\n```text\nitem_id（項目識別碼）、" in sheet


def blocks(sheet: str) -> list[str]:
    """Contents of the fenced blocks, read as CommonMark reads them."""
    found: list[str] = []
    fence, lines = "", list[str]()
    for line in sheet.split("\n"):
        ticks = re.match(r"`{3,}", line)
        if not fence and ticks:
            fence, lines = ticks[0], []
        elif fence and ticks and len(ticks[0]) >= len(fence) and not line.strip("` "):
            found.append("\n".join(lines))
            fence = ""
        elif fence:
            lines.append(line)
    assert not fence
    return found


@settings(deadline=None)  # the first example reads the sample plans
@given(st.text(alphabet="`|*#<>[]()\n字 -", min_size=1).filter(lambda text: text.strip() != ""))
def test_no_text_breaks_the_sheet(text: str) -> None:
    ours = publisher()
    told = ours.model_copy(update={"dataset": ours.dataset.model_copy(update={"description": text})})
    assert blocks(portal_form(release(), told))[1] == text.strip()


def test_names_of_files_are_given_as_they_are() -> None:
    name = 'plan "a"|`b`\n<c>.pdf'
    odd = replace(release(), sources=(ReleasedSource(name, "0" * 64, 1),))
    made = metadata_files(odd, publisher())
    assert json.loads(made["datapackage.json"])["sources"][0]["title"] == name
    assert name in json.dumps(json.loads(made["dcat.jsonld"]), ensure_ascii=False).replace(
        '\\"', '"'
    ).replace("\\n", "\n")
