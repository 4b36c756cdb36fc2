"""A publication to be described: the sample plans of two years as they are read, and a publisher."""

import hashlib
from functools import cache

from pipeline.exporters.csv_form import DEFAULT_FORM, CsvForm, csv_bytes
from pipeline.exporters.model_json import json_bytes
from pipeline.exporters.rows import all_rows
from pipeline.exporters.tables import PLAN_TABLES, TABLES
from pipeline.metadata.publisher import Publisher
from pipeline.metadata.publisher_file import checked
from pipeline.metadata.release import Release, ReleasedFile, part_of, release_of
from pipeline.metadata.vocabulary import format_of
from tests.reading import LAYOUTS, NEXT_YEAR, read

OFFICE = "嘉義市西區區公所"
FILLED = """\
[publisher]
name = "嘉義市西區區公所"
name_en = "West District Office, Chiayi City"
oid = "2.16.886.101.90020.20001"
url = "https://west.example.gov.tw/"

[contact]
name = "秘書室"
phone = "05-2223333#123"
email = "data@example.gov.tw"

[dataset]
name = "west-district-work-plans"
title = "嘉義市西區區公所工作計畫"
title_en = "Work plans of the West District Office, Chiayi City"
description = "各年度工作計畫之項目、實施內容與預算。"
description_en = "Items, contents and budgets of the yearly work plans."
keywords = ["工作計畫", "預算"]
keywords_en = ["work plan", "budget"]
theme = "GOVE"
update_frequency = "annual"
spatial = "嘉義市西區"
issued = 2024-01-15
modified = 2024-02-01
version = "1.1.0"
base_url = "https://data.example.gov.tw/work-plans"
cost = "free"

[license]
name = "OGDL-Taiwan-1.0"
attribution = "嘉義市西區區公所 2024 工作計畫 1.1.0，依政府資料開放授權條款第1版釋出。"
"""
"""A publisher.toml that can be used."""
WITHOUT_CONTENT = ("workplan.xlsx", "workplan.ods", "workplan.sqlite")


def publisher(*changes: tuple[str, str]) -> Publisher:
    """The publisher of the filled-in file, with some of its words replaced."""
    text = FILLED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return checked(text.encode(), "publisher.toml")


@cache
def contents(form: CsvForm = DEFAULT_FORM) -> dict[str, bytes]:
    """Data files of the sample plans; what holds no text of the tables is stood in for by its name."""
    plans = [plan for path in (LAYOUTS["open"], NEXT_YEAR) for plan in read(path, "pdfium").documents()]
    rows = all_rows(plans)
    made = {table.file_name: csv_bytes(table, rows[table.name], form) for table in TABLES.values()}
    for plan in plans:
        made |= {
            f"{plan.plan.id}/{table.file_name}": csv_bytes(table, table.rows(plan), form)
            for table in PLAN_TABLES
        }
        made[f"{plan.plan.id}/plan.json"] = json_bytes(plan)
    for name in (*WITHOUT_CONTENT, "jsonl/items.jsonl", "parquet/items.parquet", "datasette.json"):
        made[name] = name.encode()
    return made


@cache
def release(form: CsvForm = DEFAULT_FORM) -> Release:
    """The sample plans of 112 and 113, published together."""
    plans = [plan for path in (LAYOUTS["open"], NEXT_YEAR) for plan in read(path, "pdfium").documents()]
    counts = {name: len(rows) for name, rows in all_rows(plans).items()}
    return release_of(
        map(part_of, plans), counts, [file(path, made) for path, made in contents(form).items()], form
    )


def file(path: str, content: bytes) -> ReleasedFile:
    known = format_of(path)
    media_type = (known.media_type if known else "application/json") or "application/x-ndjson"
    return ReleasedFile(path, len(content), hashlib.sha256(content).hexdigest(), media_type)
