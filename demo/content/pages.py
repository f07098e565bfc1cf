"""The pages that are not a list: home, about, new media, contact, privacy; each made of sections.

A section is a dictionary with its `kind` and what that kind of `pages.kinds` holds. Pictures are keys of
`demo.pictures.PICTURES`; what is picked, and what narrows a list, are slugs. `text()` reads a long text.
"""

from functools import partial

from demo.content.shapes import Page, read

text = partial(read, "pages")


def step(when, title, *text):
    return {"when": when, "title": title, "text": "".join(text)}


def question(question, *answer):
    return {"question": question, "answer": f"<p>{''.join(answer)}</p>"}


HOME = Page(
    path="/",
    title="讓好內容，長成好生意",
    seo_title="嶺上創意：品牌策劃、內容行銷與新媒體代運營",
    summary=(
        "嶺上創意從 2008 年起為企業做品牌策劃、內容行銷、新媒體代運營和搜尋優化。"
        "先打電話採訪，再動筆寫，最後把文章、線索和成交放在一張表裡對清楚。"
    ),
    kind="home",
    sections=(
        {
            "kind": "hero",
            "heading": "讓好內容，長成好生意",
            "lead": "2008 年起，我們替企業打電話、做採訪、寫文章，再把每篇文章帶來的生意一筆一筆對清楚。",
            "button": "免費諮詢",
            "link": "/contact/#ask",
            "second_button": "看看成果",
            "second_link": "/cases/",
        },
        {"kind": "services", "small_label": "SERVICE", "heading": "我們做的事", "limit": 8},
        {"kind": "cases", "small_label": "CASE", "heading": "量得出來的改變", "limit": 3, "is_tinted": True},
        {
            "kind": "numbers",
            "heading": "我們守著的幾個數",
            "rows": [
                {"figure": "14 天", "label": "開工後先不動筆", "note": "只打電話，聽客戶自己怎麼說"},
                {"figure": "48 篇", "label": "一家客戶一年的上限", "note": "再多就寫不出你手上獨有的東西"},
                {"figure": "1 天", "label": "收到諮詢到回覆", "note": "工作日，由顧問本人回"},
            ],
        },
        {"kind": "news", "small_label": "NEWS", "heading": "最近在想的", "limit": 4},
        {
            "kind": "text",
            "heading": "從一本說明書開始",
            "body": text("home-story"),
            "is_statement": True,
            "is_tinted": True,
        },
        {
            "kind": "call",
            "heading": "說說你卡在哪裡",
            "lead": "不必先準備需求文件。寫兩三句現在的情況，一個工作日內會有一位顧問親自回覆。",
            "button": "免費諮詢",
            "link": "/contact/#ask",
        },
    ),
)

ABOUT = Page(
    path="/about/",
    title="關於我們",
    summary="二十來個人，一半在寫，一半在問。我們從哪裡來、怎麼幹活、哪些生意不接，還有這個網站上什麼是示例。",
    sections=(
        {"kind": "text", "heading": "從一道山脊說起", "body": text("about-story")},
        {
            "kind": "quote",
            "words": "提選題的人先念一句客戶的原話。念不出來，這個題目就留到下週。",
            "by": "選題會沿用多年的規矩，每週三上午",
            "is_tinted": True,
        },
        {"kind": "text", "heading": "三種不接的生意", "body": text("about-refused")},
        {"kind": "text", "heading": "團隊", "body": text("about-team")},
        {
            "kind": "logos",
            "heading": "一起做過事的人",
            "note": "以上企業均為示例，商標由我們自己畫成。",
            "is_tinted": True,
            "rows": [
                {"name": "清嶺淨水（示例）", "picture": "water", "link": "/cases/water-purifier-search/"},
                {"name": "半山烘焙（示例）", "picture": "bread", "link": "/cases/neighbourhood-bakery/"},
                {"name": "恆線軟體（示例）", "picture": "blocks", "link": "/cases/industrial-software-white-paper/"},
                {"name": "合嶺五金（示例）", "picture": "joint", "link": "/cases/hinge-maker-brand/"},
            ],
        },
        {"kind": "cards", "heading": "來坐坐", "lead": "先打個電話，免得我們剛好都在外面採訪。"},
        {"kind": "text", "heading": "這個網站上什麼是真的", "body": text("about-true"), "is_tinted": True},
    ),
)

HOW_WE_ASK = Page(
    path="/about/how-we-ask/",
    title="我們怎麼問",
    summary="開工的頭兩週一個字也不寫，只打電話。問誰、問什麼、問完怎麼用，都在這裡。",
    sections=(
        {"kind": "text", "heading": "寫之前先問", "body": text("about-ask")},
        {
            "kind": "steps",
            "heading": "兩週，四步",
            "is_tinted": True,
            "rows": [
                {
                    "when": "第 1–3 天",
                    "title": "聽錄音",
                    "text": "售後和銷售最近一個月的通話，抄下客戶用的詞，一個也不改。",
                },
                {
                    "when": "第 4–8 天",
                    "title": "打電話",
                    "text": "買了的、沒買的、買了又退的，各找五位。不問滿不滿意，只問那天發生了什麼。",
                },
                step("第 9–11 天", "站旁邊", "去門市或車間待一整天，看人在哪一步停下來。"),
                {
                    "when": "第 12–14 天",
                    "title": "念給你聽",
                    "text": "把原話念一遍，一起圈出值得寫的題目。圈不出來，後面的費用不收。",
                },
            ],
        },
        {
            "kind": "quote",
            "words": "有人說不在乎價格，然後講了二十分鐘價格。我們記的是那二十分鐘。",
            "by": "沈硯秋，內容總監",
        },
        {
            "kind": "call",
            "heading": "想聽聽你的客戶怎麼說",
            "lead": "告訴我們你賣什麼，我們先替你打三通電話，免費。",
            "button": "約一次通話",
            "link": "/contact/#ask",
            "is_tinted": True,
        },
    ),
)

NEW_MEDIA = Page(
    path="/new-media/",
    title="新媒體代運營",
    summary="公眾號、視頻號、小紅書，一個固定的小組從採訪做到復盤。六個月把節奏跑順，然後把鑰匙和方法一起交還給你。",
    sections=(
        {
            "kind": "hero",
            "heading": "帳號是租來的，客戶是自己的",
            "lead": (
                "公眾號、視頻號、小紅書，一個固定的小組從採訪做到復盤。六個月把節奏跑順，然後把鑰匙和方法一起交還給你。"
            ),
            "button": "聊聊你的帳號",
            "link": "#ask",
            "second_button": "看服務的完整說明",
            "second_link": "/services/new-media-operations/",
        },
        {"kind": "text", "heading": "留得下來的三樣東西", "body": text("new-media-promise"), "is_statement": True},
        {
            "kind": "steps",
            "heading": "六個月，怎麼走",
            "lead": "前半程我們帶著你走，後半程你帶著我們走。",
            "is_tinted": True,
            "rows": [
                {
                    "when": "第 1 個月",
                    "title": "找齊權限，低頻開張",
                    "text": "讀完舊文，接回散落各處的帳號密碼。你每週投入兩小時。",
                },
                {
                    "when": "第 2–4 個月",
                    "title": "跑順節奏",
                    "text": "每週一長兩短，當日回覆，每月復盤。你每週受訪一小時，稿子一個工作日內審完。",
                },
                {
                    "when": "第 5 個月",
                    "title": "帶教",
                    "text": "你的同事寫一半，我們改一半。需要一位接手的同事，每週兩天。",
                },
                step("第 6 個月", "交還", "我們只審稿，日曆、選題庫、數據表逐項交接。"),
            ],
        },
        {"kind": "text", "heading": "一週長什麼樣", "body": text("new-media-week")},
        {
            "kind": "cases",
            "small_label": "CASE",
            "heading": "做成過什麼",
            "service": "new-media-operations",
            "limit": 3,
            "is_tinted": True,
        },
        {
            "kind": "faq",
            "heading": "談之前常被問到的",
            "rows": [
                question(
                    "費用怎麼算？",
                    "按月計費，分成三塊：小組的工時、設計與剪輯的外購、",
                    "平台的認證與工具費。後兩塊實報實銷，附單據。",
                ),
                question(
                    "中途可以停嗎？",
                    "六個月為一期，前兩個月可以無理由終止。",
                    "做完的部分照實結算，做好的文件全部帶走。",
                ),
                question(
                    "帳號登記在誰名下？",
                    "從第一天起就在你名下。我們用的是你授權的管理員身份，",
                    "合作結束當天移除，由你來按。",
                ),
                question(
                    "怎麼知道需不需要代運營？",
                    '先讀<a data-to="articles.article:first-thirty-days">接手帳號的前三十天</a>。',
                    "照著做得下去，你就不需要我們；做到第二週卡住了，再來找我們。",
                ),
            ],
        },
        {"kind": "news", "heading": "先讀再談", "service": "new-media-operations", "limit": 3, "is_tinted": True},
        {
            "kind": "form",
            "heading": "先說說你的帳號",
            "body": "<p>叫什麼名字，多久沒更新，最想讓誰看見。三句話就夠，一個工作日內由顧問本人回覆。</p>",
        },
    ),
)

CONTACT = Page(
    path="/contact/",
    title="聯繫我們",
    summary="電話、微信、郵件或表單都可以，一個工作日內由顧問本人回覆。不必先準備需求文件，說說你現在卡在哪裡就好。",
    sections=(
        {"kind": "form", "has_channels": True, "body": text("contact-useful")},
        {
            "kind": "steps",
            "heading": "送出之後會發生什麼",
            "is_tinted": True,
            "rows": [
                step("當下", "先存好", "表單存進系統，頁面會告訴你收到了。"),
                step("一個工作日內", "有人看完全文", "一位顧問回覆你，用你留下的那種聯繫方式。"),
                {
                    "when": "大約三十分鐘",
                    "title": "通一次話",
                    "text": "不收費，也不會有人接著天天打給你。不合適，我們會說明原因。",
                },
            ],
        },
        {
            "kind": "faq",
            "heading": "還在猶豫？",
            "rows": [
                question(
                    "要先準備需求文件嗎？",
                    "不用。寫得出完整的需求文件，",
                    "問題多半已經想清楚了一半。說說現在卡在哪裡就好。",
                ),
                question(
                    "填的資料會拿去做什麼？",
                    "只用來回覆這次諮詢。怎麼存、存多久、怎麼刪，寫在",
                    '<a data-to="pages.page:privacy">隱私聲明</a>裡。',
                ),
            ],
        },
    ),
)

PRIVACY = Page(
    path="/privacy/",
    title="隱私聲明",
    summary=(
        "瀏覽本站不會被追蹤，也不會收到 cookie。只有你主動填寫表單時，我們才會收到資料；"
        "收了什麼、用來做什麼、留多久，都寫在這裡。"
    ),
    sections=({"kind": "text", "body": text("privacy"), "has_contents": True},),
)

BRIEF = Page(
    path="/brief/",
    title="專案需求單",
    summary="想一次把專案說清楚，填這張單子：品牌、狀況、預算、時間，也可以附上已有的文件。",
    sections=({"kind": "form", "form": "brief"},),
)

WHITE_PAPER = Page(
    path="/white-paper/",
    title="白皮書：內容行銷的第一年",
    summary="一年四季各做什麼、看什麼數字、怎麼跟老闆談下一年的預算，整理成十二頁。",
    sections=({"kind": "form", "form": "white-paper"},),
)

PAGES = (HOME, ABOUT, HOW_WE_ASK, NEW_MEDIA, CONTACT, BRIEF, WHITE_PAPER, PRIVACY)
