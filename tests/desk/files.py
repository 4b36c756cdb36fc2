"""Small files for the desk: plans of one section, and what is none."""

import io

from PIL import Image

from tests.making.plan import Item, Plan, Unit
from tests.making.reportlab_plan import reportlab_plan

OFFICE = "花蓮縣瑞穗鄉公所"
PLAN_ID = "hualien-county-ruisui-112"
BROKEN = b"%PDF-1.7 broken"


def plan_file(text: str = "辦理里鄰工作會報。", year: int = 112) -> bytes:
    """A plan of three items; files with another text are of the same plan and have other bytes."""
    items = tuple(
        Item(("一、一般行政",), (f"{number}. {text}",), ((1, "(1) 依規定辦理。"),), str(number))
        for number in (1, 2, 3)
    )
    unit = Unit("民政課", f"{OFFICE}民政課 {year} 年度重要工作計畫", items)
    return reportlab_plan(Plan(OFFICE, year, (unit,)), page=(640.0, 800.0))


def scan_file() -> bytes:
    """A picture of an empty page as PDF."""
    content = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(content, "PDF")
    return content.getvalue()
