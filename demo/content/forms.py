"""The two forms that the demo's editors made, and the white paper that one of them sends."""

BRIEF = {
    "name": "專案需求單",
    "key": "brief",
    "title": "先把專案說清楚",
    "intro": "七題，大約三分鐘。不確定的先空著，談的時候再補。",
    "button": "送出需求單",
    "thanks": "負責的顧問會先讀完這張單子，再跟你約時間；不用重講一遍。",
    "needs_message": False,
}
QUESTIONS = (
    {"kind": "short", "label": "品牌或產品名稱", "is_required": True, "most": 60},
    {"kind": "one", "label": "現在的狀況", "choices": "全新的品牌\n要調整的品牌\n只做一次活動", "is_required": True},
    {"kind": "many", "label": "需要什麼", "choices": "品牌定位\n命名與識別\n網站內容\n公眾號\n小紅書\n還不確定"},
    {
        "kind": "number",
        "label": "預算（元）",
        "help": "大概的數字就好，例如 80000。",
        "least": 1000,
        "most": 100_000_000,
    },
    {"kind": "date", "label": "希望什麼時候上線"},
    {"kind": "long", "label": "這次做成了，會有什麼不同？", "most": 1000},
    {"kind": "file", "label": "已有的需求文件", "help": "簡報、試算表、照片都可以。"},
)

PAPER = {
    "name": "白皮書索取",
    "key": "white-paper",
    "title": "索取《內容行銷的第一年》",
    "intro": "十二頁，寫給要跟老闆解釋預算的人。留下信箱，下載連結馬上寄到。",
    "button": "寄給我",
    "thanks": "讀完有任何問題，直接回那封信就好。",
    "needs_message": False,
}
PAPER_QUESTIONS = ({"kind": "one", "label": "你負責的是", "choices": "行銷\n業務\n經營\n其他"},)
DOCUMENT = {"title": "內容行銷的第一年（白皮書）", "original_name": "content-first-year.pdf"}
LINES = (
    "內容行銷的第一年",
    "嶺上創意（示例公司）",
    "",
    "第一季：先把帳號拿回來，盤點已有的文章。",
    "第二季：一個主題寫透，讓業務拿得出手。",
    "第三季：看線索從哪一篇來，刪掉沒人看的。",
    "第四季：拿十二個月的數字，談下一年的預算。",
)
