"""Operations and growth: what to do first, and where the funnel leaks."""

from demo.content.shapes import Article, Citation, Faq, Variant

ARTICLES = (
    Article(
        slug="aarrr-from-the-middle",
        title="AARRR 五個字母，為什麼該從中間那個做起",
        summary=(
            "拉新、激活、留存、收入、推薦，字母的順序是用戶走過的順序，不是你該動手的順序。用一家示例公司的漏斗算一遍："
            "同樣一筆錢，翻倍拉新多換 31 家付費，先修留存多換 41 家，而且每個月都多。"
        ),
        channel="operations",
        tags=("retention", "measurement"),
        author="zhou-jianshan",
        reviewer="lu-xiaoman",
        source="ridgeline",
        origin="original",
        services=("content-marketing",),
        cover="sieve",
        days_ago=11,
        at="10:05",
        subtitle="先修留存，再談放量",
        faqs=(
            Faq(
                "五個字母的定義要用別人家的嗎？",
                "<p>不要。每一段的定義由自己的一百位客戶決定，抄來的定義會讓儀表板好看，決定做錯。</p>",
            ),
            Faq(
                "沒有工程師，怎麼修激活？",
                "<p>先用人工。第二週沒動靜的客戶，逐個打電話陪他做完第一次，二十通以後就知道該改哪一步。</p>",
            ),
        ),
        variants=(
            Variant("AARRR 先做哪一個", "先做留存，再做激活，拉新放到最後。"),
            Variant("海盜指標怎麼用"),
        ),
    ),
    Article(
        slug="first-forty-eight-hours",
        title="線索交到銷售手上的前四十八小時",
        summary=(
            "表單上午送出，下午才有人看到，對方多半已經跟別人約好了。一位客戶顧問翻完 1,104 條示例線索，"
            "講清楚為什麼會晚、第一個小時說什麼、只寫了「多少錢」三個字的要不要接。"
        ),
        channel="operations",
        tags=("leads", "forms"),
        author="lu-xiaoman",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("content-marketing", "new-media-operations"),
        cover="relay",
        days_ago=62,
        at="14:30",
        subtitle="一位客戶顧問的一千一百零四條線索",
        faqs=(
            Faq(
                "週末進來的線索，一定要週末回嗎？",
                "<p>只回一句話就好：讀到了，週一上午幾點前給答覆。不報價，也不必打電話。</p>",
            ),
            Faq(
                "自動回覆算不算第一次回覆？", "<p>不算。對方認得出來，報表裡也別把它算進去，否則數字永遠是零分鐘。</p>"
            ),
        ),
        variants=(Variant("線索跟進多久算晚", "過了當天就明顯變差，過了兩天多半已經太晚。"),),
    ),
    Article(
        slug="every-field-has-an-owner",
        title="表單上的每一欄，都要有人簽字",
        summary=(
            "加一欄很容易，三年下來就有十一欄，每一欄都有提出它的人，沒有一欄有負責它的人。"
            "一張紙審完整張表單：誰會用它、做哪個決定、沒有它會怎樣；寫不出名字的，刪掉就是。"
        ),
        channel="operations",
        tags=("forms", "privacy", "leads"),
        author="lu-xiaoman",
        reviewer="ruan-yiheng",
        source="ridgeline",
        origin="original",
        services=("search-optimisation",),
        cover=None,
        days_ago=118,
        at="09:20",
        faqs=(
            Faq("電話和微信，哪個該設為必填？", "<p>都別設。給三種聯繫方式，填一種就能送出，留哪一種由他決定。</p>"),
            Faq(
                "一張表單最多幾欄？",
                "<p>沒有固定的數字。每一欄都說得出名字和用途，七欄也不多；說不出，三欄也嫌多。</p>",
            ),
        ),
        citations=(
            Citation("中華人民共和國個人信息保護法，第六條", "", "全國人民代表大會常務委員會", 120),
            Citation(
                "Web Content Accessibility Guidelines (WCAG) 2.2, Success Criterion 3.3.2 Labels or Instructions",
                "https://www.w3.org/TR/WCAG22/#labels-or-instructions",
                "W3C",
                120,
            ),
        ),
    ),
    Article(
        slug="three-day-sale",
        title="一場三天的促銷，拆開來看賠在哪裡",
        summary=(
            "後台顯示賣了 41 萬，是平時的六倍；財務的表上，最後一行是負 1.1 萬。把一場已經結束的示例活動逐級拆開，"
            "看看老客為什麼會等、新客為什麼不回來，以及第二年改了哪四條。"
        ),
        channel="operations",
        tags=("retention", "pricing", "review"),
        author="zhou-jianshan",
        reviewer="ruan-yiheng",
        source="ridgeline",
        origin="original",
        services=("content-marketing", "brand-strategy"),
        cover="candles",
        days_ago=178,
        at="11:40",
    ),
)
