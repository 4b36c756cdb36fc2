"""What each exit code means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipeline.messages.wording import Wording

EXIT_CODES: Mapping[int, Wording] = MappingProxyType(
    {
        0: Wording(zh="全部完成", en="all went well"),
        1: Wording(
            zh="未預期的錯誤、各輸入錯誤不一、check 發現錯誤，或 merge 後仍有衝突",
            en="unexpected error, unlike errors in all inputs, check found errors, or merge left conflicts",
        ),
        2: Wording(
            zh="選項或由人填寫的檔案有誤，或未安裝附加套件",
            en="an option, or a file that a person writes, cannot be used, or an extra is not installed",
        ),
        3: Wording(zh="不是 PDF、空檔或不完整", en="not a PDF, empty or cut off"),
        4: Wording(
            zh="有密碼保護、密碼不符，或以憑證保護",
            en="protected by a password, by another one, or by a certificate",
        ),
        5: Wording(zh="無文字層（掃描檔）", en="no text layer: a scan"),
        6: Wording(zh="沒有計畫表格", en="no plan table"),
        7: Wording(zh="輸入無法讀取", en="input cannot be read"),
        8: Wording(zh="輸出無法寫入", en="output cannot be written"),
        9: Wording(zh="不同檔案含同一計畫", en="different files hold the same plan"),
        10: Wording(zh="部分輸入未完成", en="some inputs went well, others not"),
        11: Wording(zh="檔案處理時間超過 --timeout", en="a file took longer than --timeout"),
        12: Wording(zh="檔案所需記憶體超過 --memory", en="a file needs more memory than --memory"),
        13: Wording(zh="檔案頁數超過 --max-pages", en="a file has more pages than --max-pages"),
        14: Wording(
            zh="讀取檔案的程序當機或遭強制結束", en="the process that read a file crashed or was killed"
        ),
        15: Wording(zh="另一次執行正在寫入該資料夾", en="another run is writing to the folder"),
        16: Wording(zh="文字層無法辨讀（亂碼）", en="the text layer is not legible"),
        17: Wording(zh="Dask 叢集無法使用或中斷", en="the Dask cluster cannot be used, or was lost"),
        18: Wording(
            zh="有 --fail-on 所指嚴重程度的檢核發現", en="findings of the severity that --fail-on names"
        ),
        19: Wording(zh="已發布的表格經人更動", en="a published table was changed by a person"),
        130: Wording(zh="使用者以 Ctrl-C 中止", en="stopped by Ctrl-C"),
    }
)
