"""Search: titles, pages, pictures and the search box."""

from demo.content.shapes import Article, Citation, Faq, Variant

ARTICLES = (
    Article(
        slug="moving-house",
        title="網站改版，怎麼不丟掉十年的連結",
        summary=(
            "「週五晚上切過去」，週一早上流量掉了一半。搬家不危險，危險的是沒有清單：四份網址合成一份，逐條填好轉向，"
            "切換那天按五步走，再盯兩週的日誌。附一張 301、410、404 各用在哪裡的表。"
        ),
        channel="search",
        tags=("rewriting", "checklists"),
        author="zhou-jianshan",
        reviewer="ruan-yiheng",
        source="ridgeline",
        origin="original",
        services=("search-optimisation",),
        cover=None,
        days_ago=70,
        at="09:45",
        subtitle="切換之前的三週，比切換那天重要",
        faqs=(
            Faq("轉向要保留多久？", "<p>只要網站還在就留著，至少一年。留著幾乎不花錢，拿掉才花錢。</p>"),
            Faq(
                "舊圖片的網址也要轉嗎？",
                "<p>有人訪問的要轉，尤其是被別家引用、被圖片搜尋帶來訪問的。日誌裡看得到是哪幾張。</p>",
            ),
        ),
        variants=(Variant("網站改版 301 怎麼設", "每個舊網址逐條轉到內容最接近的新頁，一步到位，別全部轉到首頁。"),),
        citations=(
            Citation(
                "Site moves with URL changes",
                "https://developers.google.com/search/docs/crawling-indexing/site-move-with-url-changes",
                "Google Search Central",
                72,
            ),
            Citation(
                "RFC 9110: HTTP Semantics, section 15.4.2, 301 Moved Permanently",
                "https://www.rfc-editor.org/rfc/rfc9110",
                "RFC Editor",
                72,
            ),
        ),
    ),
    Article(
        slug="misspelled-queries",
        title="站內搜尋框裡的錯字，是免費的選題會",
        summary=(
            "三個月，11,640 次搜尋，4,212 種寫法，其中一成六的回答是「沒有找到」。錯字裡有口音，零結果裡有選題，"
            "搜了又搜的那一串裡有一張沒畫的表。每個月一小時，三種顏色的筆，一個讀者也不必追蹤。"
        ),
        channel="search",
        tags=("measurement", "readers", "privacy"),
        author="zhou-jianshan",
        reviewer="he-yining",
        source="ridgeline",
        origin="original",
        services=("search-optimisation",),
        cover="garden",
        days_ago=300,
        at="12:20",
    ),
)
