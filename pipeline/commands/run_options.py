"""Options of the commands that read many files into an output folder."""

from __future__ import annotations

from pipeline.commands.common import ONE_PER_CORE, OutputPath
from pipeline.commands.worded import option

OUTPUT_OPTION = option(
    "-o",
    "--output",
    type=OutputPath(),
    default="output",
    show_default=True,
    envvar="WORKPLAN_OUTPUT",
    show_envvar=True,
    zh="輸出資料夾或網址。",
    en="Folder or URL to write to.",
)
JOBS_OPTION = option(
    "--jobs",
    type=int,
    envvar="WORKPLAN_JOBS",
    show_envvar=True,
    default_wording=ONE_PER_CORE,
    zh="同時處理的檔案數；只有一個長檔案時為同時讀取的頁數。",
    en="Files read at the same time; of an only one that is long, pages.",
)
