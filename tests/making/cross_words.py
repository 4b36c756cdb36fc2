"""Words of the crossed plans: headers that every plan may have and such that no list holds, offices, remarks."""

from collections.abc import Mapping
from typing import Literal

Key = Literal[
    "work", "ordinal", "plan", "implementation", "budget", "previous", "difference", "source", "extra"
]

KNOWN: Mapping[Key, tuple[str, ...]] = {
    "work": ("工作項目", "業務別", "工作計畫名稱", "機關工作項目", "業務計畫", "工作要項"),
    "ordinal": ("項次", "編號"),
    "plan": ("計畫項目", "重要工作計畫項目", "重要施政計畫項目", "重要計畫項目", "重點工作項目"),
    "implementation": ("實施內容", "實施要領", "計畫內容", "施政內容", "計畫內容概要"),
    "budget": ("預算金額", "經費", "經費概算", "預算數", "本年度預算數"),
    "previous": ("上年度預算數", "上年度預算"),
    "difference": ("比較增減", "增減數"),
    "source": ("經費來源", "財源", "預算來源"),
    "extra": ("備註", "協辦單位", "辦理期程", "預期效益"),
}
UNKNOWN: Mapping[Key, tuple[str, ...]] = {
    "work": ("業務綱要", "推動業務", "業務綱領"),
    "plan": ("推動重點項目", "工作細目項目", "推動事項"),
    "implementation": ("推動作法", "具體實施作為", "執行步驟"),
    "budget": ("所需費用", "經費數額", "需用款項"),
    "extra": ("配合窗口", "推動時程", "其他事項"),
}
"""A person knows what these columns hold, but no list of the program does."""
ASIDES: Mapping[str, str] = {"配合窗口": "協辦單位", "推動時程": "辦理期程", "其他事項": "備註"}
"""What an unknown further column holds, by the known word for it."""

OFFICES = (
    "雲海市鹿鳴區公所", "海東縣政府工務處", "衛海部", "青原縣石角鄉公所", "白嶺市政府文化發展局",
    "北陵縣浮洲鎮公所", "南灣縣政府社會處", "雲海市政府環境保護局",
)  # fmt: skip
"""Offices that there are not."""
CATEGORIES = ("一般政務類", "經濟建設類", "社會福利類")
SOURCES = ("公務預算", "中央補助款", "公益彩券盈餘", "基金收入")
NOTES = ("中央補助款", "地方自籌款", "含配合款", "基金支應")
LONG_NOTE = (
    "（由中央主管機關補助款支應半數，餘由本機關年度預算、公益彩券盈餘及相關基金"
    "依實際執行進度分攤支應，不足數另案報請核定）"
)
FOOTNOTES = (
    "註：預算數以議會審定數為準。",
    "註：1.本表所列經費得視實際執行情形調整。2.未列預算者由相關經費支應。",
    "備註：本表各項計畫得依業務需要酌予修正。",
)
RESULTS_HEADING = "上年度重要工作實施成果"
RESULTS_HEADERS = (
    ("工作項目", "計畫項目", "執行成果", "執行率"),
    ("工作項目", "計畫項目", "實施概況", "實施成果"),
)
TOTALS = ("合計", "合　計", "總計", "總　計")
LIKE_TOTALS = ("配合計畫", "小計畫徵選", "總計畫書編印", "配合計畫經費核撥")
"""Plan items in which a word of a total stands by chance."""
WORK_LIKE_TOTAL = "配合計畫"

RAISED_TEXTS = (
    "綠美化面積達 1,250 m\x112\x12。",
    "清運淤泥約 860 m\x113\x12。",
    "養護人行道 3.5 km\x112\x12。",
)
BEYOND_BMP = ("由𠮷田村及𡘙口社區共同維護。", "邀請𠮷野文史工作室導覽解說。", "於𡘙寮溪口設置解說牌。")
COMPATIBILITY = (
    "修繕面積約 320㎡。",
    "綠地面積增為 1,250 m²。",
    "委由大同㈱及聯合㈱分區辦理。",
    "滿意度達９５％以上。",
    "辦理\uf900區改善 3㎞。",
)
PRIVATE = ("文書人員\ue010君協助校對。", "\ue001埔段道路一併改善。")
CUTTABLE = (
    "詳見 https://www.example.gov.tw/service/apply-2024/index.html 公告。",
    "諮詢電話 (02)2345-6789 轉 1234，傳真 (02)2345-6780。",
    "期程自 113/01/15 至 113/12/31，累計達成率 98.75%，受益 1,234,567 人次。",
    "另以 Facebook、Instagram 及 YouTube 推播 Open Data 應用成果。",
)
