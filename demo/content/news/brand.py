"""Brand: names, sentences, voices, and how to measure them."""

from demo.content.shapes import Article, Citation, Faq, Variant

ARTICLES = (
    Article(
        slug="the-second-sentence",
        title="一句話說不清的品牌，問題在第二句",
        summary=(
            "「我們是做什麼的」，第一句幾乎人人答得出；第二句要回答「所以呢」，八位主管寫了八種。"
            "好的第二句要放棄東西，它通常藏在退貨單、老銷售的口頭禪，和客戶向別人介紹你的那句話裡。"
        ),
        channel="brand",
        tags=("positioning", "interviews"),
        author="ye-zhiyuan",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("brand-strategy",),
        cover=None,
        days_ago=39,
        at="15:15",
    ),
    Article(
        slug="before-renaming",
        title="改名之前，先算三筆帳",
        summary=(
            "定下新名字的那天人人興奮，三個月後快遞員還在用舊名字打電話。為什麼要改、舊名字值多少、新名字能不能用，"
            "三筆帳算完還想改，再照著從前九十天到後一百八十天的倒數表做。"
        ),
        channel="brand",
        tags=("positioning", "checklists"),
        author="ye-zhiyuan",
        reviewer="ruan-yiheng",
        source="ridgeline",
        origin="original",
        services=("brand-strategy",),
        cover="signboard",
        days_ago=133,
        at="11:25",
        faqs=(
            Faq(
                "只改英文名，也要算三筆帳嗎？",
                "<p>要算，只是第二筆多半很小。第三筆反而更要緊，域名和海外註冊常常已經有人用了。</p>",
            ),
        ),
        variants=(Variant("公司改名的流程", "先算三筆帳，再從前九十天排到後一百八十天。"),),
        citations=(Citation("中華人民共和國商標法", "", "全國人民代表大會常務委員會", 135),),
    ),
    Article(
        slug="half-a-page-of-voice",
        title="語氣手冊，半頁就夠",
        summary=(
            "一百二十頁的手冊說品牌像「一位睿智的朋友」，可是睿智的朋友怎麼寫退款通知？半頁紙寫四樣東西，"
            "附一家示例民宿的全文，再教你把「溫暖、專業、有趣」逼問到能照做為止。"
        ),
        channel="brand",
        tags=("readers", "positioning"),
        author="shen-yanqiu",
        reviewer="he-yining",
        source="ridgeline",
        origin="original",
        services=("brand-strategy", "new-media-operations"),
        cover="wave",
        days_ago=330,
        at="14:00",
    ),
    Article(
        slug="two-hundred-people",
        title="品牌知名度怎麼量才誠實：兩百個人，同樣的問法",
        summary=(
            "知名度從 32% 升到 38%，可能升了，也可能沒有。一個中型公司用得起的辦法：兩百份問卷、五道題、一個編出來的"
            "假名字，加上一頁紙的寫法，讓老闆從第二年起相信報告裡的黑字。"
        ),
        channel="brand",
        tags=("measurement", "review"),
        author="ye-zhiyuan",
        reviewer="zhou-jianshan",
        source="ridgeline",
        origin="original",
        services=("brand-strategy",),
        cover="shore",
        days_ago=371,
        at="10:40",
        faqs=(
            Faq("只有五十份問卷，能用嗎？", "<p>能用來聽話，不能用來報比例。五十份的誤差大約是正負十四個百分點。</p>"),
            Faq("可以在自己的公眾號上發問卷嗎？", "<p>可以，標題寫「讀者調查」。那是問家人，不能當成知名度。</p>"),
        ),
    ),
)
