"""Errors as the desk tells them: what a terminal's user is told to type, a clerk is told to do otherwise."""

from __future__ import annotations

import re
from typing import Final

from pipeline.errors import (
    EditedError,
    EncryptedError,
    FolderBusyError,
    MemoryLimitError,
    MissingExtraError,
    NoPlanError,
    NotAPdfError,
    NoTextError,
    PageLimitError,
    TimeLimitError,
    UnreadableTextError,
    WorkerLostError,
    WorkplanError,
)
from pipeline.messages.wording import Wording
from pipeline.readers.recognition import available
from pipeline.web.words import Words, pair

REFUSED_FILES: Final[dict[int, tuple[Words, Words]]] = {
    NotAPdfError.exit_code: (
        ("檔案損壞、不完整，或不是 PDF。", "The file is damaged, cut off, or no PDF."),
        (
            "請重新下載，或由原軟體重新匯出 PDF，再加入一次。",
            "Download or export it again, and add it once more.",
        ),
    ),
    EncryptedError.exit_code: (
        ("檔案有密碼或憑證保護。", "The file is protected by a password or a certificate."),
        ("請以閱讀軟體另存無保護的 PDF，再加入一次。", "Save a copy without protection, and add that."),
    ),
    NoTextError.exit_code: (
        ("這是掃描檔，沒有可讀取的文字。", "This is a scan without text that could be read."),
        (
            "請索取由 Word 匯出的 PDF；若只有掃描檔，請資訊同仁為本程式安裝文字辨識套件。",
            "Ask for the PDF that Word exported; where there is a scan only, have text recognition installed.",
        ),
    ),
    NoPlanError.exit_code: (
        ("檔案中找不到工作計畫的表格。", "The file has no table of a work plan."),
        (
            "請確認是否為工作計畫；若是，其表頭為本程式所未知，請將檔案提供給維護人員。",
            "See whether it is a work plan; if so, its headers are not known yet: give the file to the maintainers.",
        ),
    ),
    TimeLimitError.exit_code: (
        ("讀取時間超過上限。", "Reading it took longer than a file may take."),
        ("請將檔案分成較小的 PDF，再分別加入。", "Split it into smaller PDF files, and add these."),
    ),
    MemoryLimitError.exit_code: (
        ("讀取所需記憶體超過上限。", "Reading it takes more memory than a file may have."),
        ("請將檔案分成較小的 PDF，再分別加入。", "Split it into smaller PDF files, and add these."),
    ),
    PageLimitError.exit_code: (
        ("頁數超過上限。", "It has more pages than a file may have."),
        ("請只留工作計畫的頁面，再加入一次。", "Keep the pages of the work plan only, and add that."),
    ),
    WorkerLostError.exit_code: (
        ("讀取時程式中斷。", "The program that read it broke off."),
        (
            "請按「重新讀取」；若再次發生，請重新匯出 PDF。",
            "Read it again; where it happens again, export the PDF anew.",
        ),
    ),
    UnreadableTextError.exit_code: (
        ("檔案中的文字與畫面上的字不符，無法讀取。", "The file's text is not what its pages show."),
        (
            "請索取由 Word 匯出的 PDF；若無，請資訊同仁為本程式安裝文字辨識套件。",
            "Ask for the PDF that Word exported; where there is none, have text recognition installed.",
        ),
    ),
}
"""Cause and remedy of a file that could not be read, by exit code."""
RECOGNITION_FAILED: Final[dict[int, tuple[Words, Words]]] = {
    code: (
        told,
        (
            "請查看頁面是否有文字；若有，請以 300 dpi 重新掃描，或索取由 Word 匯出的 PDF。",
            "See whether the pages show text; if so, scan them at 300 dpi, or ask for the PDF that Word exported.",
        ),
    )
    for code, told in (
        (
            NoTextError.exit_code,
            ("這是掃描檔，經文字辨識仍無文字。", "This is a scan in which no text was recognised."),
        ),
        (
            UnreadableTextError.exit_code,
            (
                "檔案中的文字與畫面上的字不符，經文字辨識仍無法讀取。",
                "The file's text is not what its pages show, and no text was recognised on them.",
            ),
        ),
    )
}
"""The same where text recognition is installed: the desk always tries it."""
OTHER_REFUSAL: Final[tuple[Words, Words]] = (
    ("檔案無法讀取。", "The file cannot be read."),
    ("請確認檔案能以閱讀軟體開啟，再加入一次。", "See that a reader opens it, and add it once more."),
)
REMEDIES_AT_DESK: Final[dict[type[WorkplanError], Words]] = {
    EditedError: (
        "請在核對桌更正；要放棄表格中的更動，請刪除該表格檔案，再發布一次。",
        "Correct it on the desk; to drop what was changed in the table, delete that file and publish again.",
    ),
    FolderBusyError: (
        "請等候讀取或另一視窗完成，再試一次。",
        "Wait until the reading, or the other window, has ended, and try again.",
    ),
    MissingExtraError: (
        "請關閉核對桌，以開始檔重新開啟，所缺套件會一併安裝；若仍有此訊息，請洽資訊同仁。",
        "Close the desk and open it by its start file, which installs what is missing; else ask your IT staff.",
    ),
}
"""What to do on the desk, where the error's own remedy is for the command line."""
TYPED: Final[tuple[tuple[re.Pattern[str], Words], ...]] = (
    (
        re.compile("workplan correct"),
        ("請在核對桌核對並更正，再發布一次。", "Look at it on the desk, correct it and publish again."),
    ),
    (
        re.compile("--edition"),
        (
            "請在開始頁決定保留哪一份，再發布一次。",
            "Decide on the start page which one stays, and publish again.",
        ),
    ),
    (
        re.compile("--csv-safe"),
        (
            "不妨礙發布；請使用者以 XLSX 或 ODS 檔開啟。",
            "It forbids nothing; let people open the XLSX or ODS file instead.",
        ),
    ),
    (re.compile("workplan publish"), ("請再發布一次。", "Publish again.")),
    (
        re.compile(r"workplan \w|--[a-z]|\bpip |docs/"),
        ("核對桌無法處理，請洽資訊同仁。", "The desk cannot do this; ask your IT staff."),
    ),
)
"""What is typed, and what is done on the desk instead; the first that a remedy names holds."""


def refused_file(exit_code: int) -> tuple[Words, Words]:
    """Cause and remedy of a file that could not be read."""
    if available() and exit_code in RECOGNITION_FAILED:
        return RECOGNITION_FAILED[exit_code]
    return REFUSED_FILES.get(exit_code, OTHER_REFUSAL)


def remedy_of(error: WorkplanError) -> Words:
    """What a person at the desk does about an error."""
    for kind, told in REMEDIES_AT_DESK.items():
        if isinstance(error, kind):
            return told
    return at_the_desk((error.remedy_zh, error.remedy_en))


def at_the_desk(remedy: Wording | Words) -> Words:
    """A remedy as it is done on the desk, where it names what is typed in a terminal.

    >>> at_the_desk(("請重新執行 workplan publish。", "Run workplan publish again."))[0]
    '請再發布一次。'
    """
    zh, en = pair(remedy)
    return next((told for typed, told in TYPED if typed.search(zh) or typed.search(en)), (zh, en))
