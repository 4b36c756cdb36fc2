"""Makes the golden folder anew; look at the difference before you keep it.

usage: python -m tests.golden.regenerate          what `workplan run` gives for plan.pdf, into expected/
       python -m tests.golden.regenerate --pdf    plan.pdf too, which other versions of typst set otherwise
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import run
from pipeline.folder.freshness import RUN_FILE
from pipeline.folder.lock import STATE_FOLDER
from tests.making.plan import Item, Plan, Unit
from tests.making.traits import LAYOUT
from tests.making.typeset import typeset

HERE = Path(__file__).parent
PDF = HERE / "plan.pdf"
EXPECTED = HERE / "expected"
NOT_TEXT = {".ods", ".parquet", ".sqlite", ".xlsx"}
"""Their bytes depend on the versions of libraries too."""

ITEMS = (
    Item(
        ("一、社會福利", "(一)社區發展"),
        ("1. 輔導社區發展協會。",),
        (
            (1, "辦理事項如下："),
            (1, "1. 召開會員大會："),
            (2, "(1)輔導改選理監事。"),
            (2, "(2)核備會議紀錄。"),
            (1, "2. 申請衛生福利部補助，並運用 LINE 群組通報。"),
        ),
        budget="1,250(中央補助款)",
    ),
    Item(
        ("一、社會福利", "(一)社區發展"),
        ("2. 社區活動中心修繕。",),
        ((1, "15 萬元以下之修繕由本課逕行辦理。"),),
        covered=True,
    ),
    Item(
        ("一、社會福利", "(二)老人福利"),
        ("1. 重陽禮金。",),
        ((1, "於重陽節前發放完畢，65 歲以上長者均可申請。"),),
        budget="市府統籌款",
    ),
    Item(
        ("二、全民健保",),
        ("第五、六類人口加退保，並協助經濟困難者依規定申請保險費補助。",),
        ((1, "依據「全民健康保險法」隨到隨辦，112 年積極宣導網路申辦，以減少民眾往返奔波。"),),
        budget="－",
    ),
    Item(
        ("二、全民健保",), ("健保卡製發。",), ((1, "即時受理，按月統計製發件數。"),), budget="449(健保局補助)"
    ),
    Item(("三、急難救助",), ("1. 急難救助金。",), ((1, "24 小時內完成訪視與核發。"),), budget="600"),
)
PLAN = Plan(
    "屏東縣九如鄉公所",
    112,
    (
        Unit(
            "社會課",
            "屏東縣九如鄉公所社會課 112 年度重要工作計畫",
            ITEMS,
            preamble="本年度重要工作計畫係依據縣政府施政計畫，配合本所實際需要編訂。",
            focus_heading="壹、年度工作重點",
            focus=("一、照顧弱勢，落實社會救助。", "二、推動社區營造，凝聚社區意識。"),
            table_heading="貳、重大工作目標",
        ),
    ),
)
LOOKS = replace(
    LAYOUT, page=(480.0, 345.0), money_note="header", page_number="第 1 頁，共 9 頁", work_cells="merged"
)


def without_times(report: bytes) -> bytes:
    """What run.json says, apart from what every run says otherwise: times, memory and the place of the input."""
    told: dict[str, Any] = json.loads(report)
    for one in told["inputs"]:
        one["seconds"] = one["peak_memory_mb"] = 0
        one["path"] = Path(one["path"]).name
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def output(folder: Path) -> dict[str, bytes]:
    """Run the program on plan.pdf; give every file it writes that can be read by eye."""
    run(PDF, folder)
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in NOT_TEXT and STATE_FOLDER not in path.parts
    }
    return found | {"run.json": without_times((folder / RUN_FILE).read_bytes())}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Make the golden folder anew.")
    parser.add_argument("--pdf", action="store_true", help="set the PDF anew too")
    if parser.parse_args(arguments).pdf:
        PDF.write_bytes(typeset(PLAN, LOOKS))
    shutil.rmtree(EXPECTED, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in output(Path(folder) / "out").items():
            path = EXPECTED / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


if __name__ == "__main__":
    main()
