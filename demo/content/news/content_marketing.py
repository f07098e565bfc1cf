"""Content marketing: where topics come from and what articles earn."""

from demo.content.shapes import Article, Citation, Faq, Variant

ARTICLES = (
    Article(
        slug="one-hour-with-an-engineer",
        title="採訪工程師的那一個小時，怎麼用",
        summary=(
            "工程師不愛受訪，是因為上次寫出來的東西他不敢轉給同行看。從帶著一個錯誤的猜測進門，到第五十八分鐘約定回看，"
            "六十分鐘逐段排好，每一段都附一句可以照抄的話。"
        ),
        channel="content",
        tags=("interviews", "topics"),
        author="shen-yanqiu",
        reviewer="zhou-jianshan",
        source="ridgeline",
        origin="original",
        services=("content-marketing",),
        cover="tea",
        days_ago=25,
        at="08:50",
    ),
    Article(
        slug="rewrite-twelve",
        title="一年寫四十八篇，不如把十二篇各改四遍",
        summary=(
            "寫新的總是贏，只因為它容易排期、容易數。三個示例帳戶把計畫砍到十二篇，省下的時間拿去改舊文，沒有一個線索變少。"
            "四遍各看什麼、日期要不要換、什麼時候該放棄，都寫在裡面。"
        ),
        channel="content",
        tags=("rewriting", "review"),
        author="shen-yanqiu",
        reviewer="he-yining",
        source="ridgeline",
        origin="original",
        services=("content-marketing", "search-optimisation"),
        cover=None,
        form_below="white-paper",
        days_ago=103,
        at="16:10",
        citations=(
            Citation(
                "Creating helpful, reliable, people-first content",
                "https://developers.google.com/search/docs/fundamentals/creating-helpful-content",
                "Google Search Central",
                105,
            ),
        ),
    ),
    Article(
        slug="price-on-the-page",
        title="把價格寫在網站上，會不會嚇跑客戶？",
        summary=(
            "同行早就知道你的價格，唯一不知道的是正在猶豫要不要聯繫你的人。八個很不客氣的問題，逐一回答："
            "每一單都不一樣怎麼寫，漲價怎麼辦，「三千元起」算不算騙人，也附上一個照做以後失敗的反例。"
        ),
        channel="content",
        tags=("pricing", "leads"),
        author="lu-xiaoman",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("content-marketing",),
        cover="abacus",
        days_ago=232,
        at="13:45",
        subtitle="八個不客氣的問題",
        faqs=(
            Faq("還沒有成交過的新服務，怎麼標價？", "<p>寫工時和人數，標明是估算，成交三單以後換成真實的數字。</p>"),
        ),
        variants=(
            Variant("官網要不要寫價格", "客戶來的時候知道自己要什麼，就寫；不知道，先寫費用怎麼組成。"),
            Variant("報價頁怎麼寫"),
        ),
    ),
)
