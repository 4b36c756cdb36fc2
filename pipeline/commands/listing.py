"""What each command does, in a line: it is listed without its module being loaded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.messages.wording import Wording

COMMANDS: Mapping[str, Wording] = MappingProxyType(
    {
        "check": Wording(
            zh="以具名規則檢核發布資料夾 FOLDER；有任何錯誤時以結束代碼 1 結束。",
            en="Judge a published FOLDER by named rules; ends with exit code 1 on any error.",
        ),
        "compare": Wording(
            zh="比對 OLD 與 NEW 的變動；兩者可為 PDF、plan.json、輸出資料夾或資料套件。",
            en="Compare OLD with NEW: each a PDF, a plan.json, an output folder or a data package.",
        ),
        "correct": Wording(
            zh="更正一個項目的值；未指定 FIELD 時列出可更正的欄位與現值。",
            en="Correct a value of one item; without FIELD, list what can be corrected.",
        ),
        "desk": Wording(
            zh="在本機的瀏覽器加入檔案、對照頁面核對並發布；FOLDER 為輸出資料夾，不存在時即建立。",
            en="Add files, check items against their pages and publish them, in the browser; FOLDER may be new.",
        ),
        "extract": Wording(
            zh="將一個 PDF 檔的內容以 JSON 印出。", en="Print what one PDF file holds as JSON."
        ),
        "help": Wording(zh="說明一個指令，或結束代碼。", en="Explain a command, or the exit codes."),
        "inspect": Wording(
            zh="將一頁畫成圖，標出欄、列、欄位與項目序號。",
            en="Draw a page with columns, rows, fields and item numbers over it.",
        ),
        "merge": Wording(
            zh="將 OTHER（FOLDER 的另一份副本，或其中兩檔之一）的更正與核對標記併入 FOLDER。",
            en="Take the corrections and marks of OTHER, a copy of FOLDER or one of its two files, into FOLDER.",
        ),
        "profile": Wording(zh="新版面的用語設定檔。", en="Words of a layout that is not known yet."),
        "publish": Wording(
            zh="不重新讀取 PDF，重新產生輸出資料夾的全部發布檔案。",
            en="Write all published files of an output folder again, without reading PDF files.",
        ),
        "publisher": Wording(
            zh="發布機關、授權與日期的設定檔。", en="Who publishes, under which licence and when."
        ),
        "run": Wording(
            zh="讀取 PDF 檔與資料夾；輸出各計畫，並以各種格式輸出全部計畫。",
            en="Read PDF files and folders of them; write each plan, and all together in every format.",
        ),
        "schema": Wording(
            zh="輸出 JSON Schema、Table Schema 與資料字典。",
            en="Write JSON Schemas, Table Schemas and the data dictionary.",
        ),
        "site": Wording(
            zh="將輸出資料夾 FOLDER 製成靜態網站：機關、計畫、項目與其頁面、比對、下載。",
            en="Make a static site of an output FOLDER: offices, plans, items and pages, comparisons, downloads.",
        ),
        "watch": Wording(
            zh="監看資料夾 DIR，其中新增或更動的檔案一完整即讀取。",
            en="Read new and changed files of the folder DIR as they become complete.",
        ),
        "tables": Wording(
            zh="列出一個 PDF 檔的所有表格：各列跨頁相接，保留合併儲存格。",
            en="Print every table of one PDF file: rows joined over pages, merged cells with their spans.",
        ),
    }
)
