"""The news: five channels, tags, authors, sources and the first articles; more stand in `demo.content.news`."""

from demo.content.news import brand, content_marketing, new_media, operations, search
from demo.content.shapes import Article, Author, Channel, Citation, Faq, Series, Source, Tag, Variant

CHANNELS = (
    Channel("operations", "運營與增長", 158, "先修哪一段、線索怎麼接、例會看什麼。寫給每週要對數字負責的人。"),
    Channel("content", "內容行銷", 14, "題目從哪裡來，文章怎麼換來線索，帳怎麼算。寫給要為內容預算簽字的人。"),
    Channel("new-media", "新媒體", 38, "帳號、留言、交接，以及哪些動作可以不做。寫給每週要交稿的人。"),
    Channel("brand", "品牌", 330, "名字、主張、語氣，還有怎麼量得誠實。寫給說不清自己是誰的公司。"),
    Channel("search", "搜尋優化", 206, "標題、結構、圖片和頁面本身。讓正在找答案的人先找到你，也讓機器別讀錯。"),
)

TAGS = (
    Tag("decision-cycle", "決策週期"),
    Tag("topics", "選題"),
    Tag("headlines", "標題"),
    Tag("leads", "線索"),
    Tag("review", "復盤"),
    Tag("structured-data", "結構化數據"),
    Tag("accessibility", "無障礙"),
    Tag("white-papers", "白皮書"),
    Tag("retention", "留存"),
    Tag("forms", "表單"),
    Tag("pricing", "定價"),
    Tag("interviews", "採訪"),
    Tag("rewriting", "舊文更新"),
    Tag("readers", "讀者的話"),
    Tag("checklists", "清單"),
    Tag("positioning", "定位"),
    Tag("measurement", "量度"),
    Tag("privacy", "個人資料"),
)

AUTHORS = (
    Author(
        "shen-yanqiu",
        "沈硯秋",
        "內容總監（示例人物）",
        "做過六年雜誌編輯，現在負責嶺上創意的選題會。相信好文章是問出來的，審稿時愛在頁邊寫「誰說的」。",
        portrait="valley",
    ),
    Author(
        "zhou-jianshan",
        "周見山",
        "搜尋與數據顧問（示例人物）",
        "寫程式出身，替客戶看頁面、看日誌、看報表。對漂亮的百分比特別警惕，開會時常問分母是多少。",
        portrait="contours",
    ),
    Author(
        "he-yining",
        "何以寧",
        "新媒體運營主管（示例人物）",
        "帶過十幾個帳號重新開張，最自豪的是其中九個後來不再需要她。日曆上永遠留著空格。",
        portrait="slope",
    ),
    Author(
        "ye-zhiyuan",
        "葉知遠",
        "品牌顧問（示例人物）",
        "替人改過十四次名字，勸退的更多。提案從來只有一頁，習慣把每個選擇的代價寫在旁邊，請客戶念出聲。",
        portrait="dusk",
    ),
    Author(
        "lu-xiaoman",
        "陸小滿",
        "客戶顧問（示例人物）",
        "線索進來以後第一個打電話的人。寫文章是因為同一句話說了三年，想省點嗓子。最怕看到抄送六個人的郵件。",
        portrait="terraces",
    ),
    Author(
        "ruan-yiheng",
        "阮以衡",
        "審校（示例人物）",
        "核對數字、出處和授權，偶爾也核對語氣。自己不寫，只問「這句話誰能證明」，問到作者刪掉為止。",
        portrait="night",
    ),
)

SOURCES = (
    Source("ridgeline", "嶺上創意編輯部", "https://www.example.com/", "版權所有，轉載請先聯繫我們"),
    Source("example-institute", "示例內容研究所", "https://research.example.com/", "CC BY 4.0"),
    Source("example-weekly", "示例工業週刊", "https://weekly.example.com/", "經授權轉載，不得再轉"),
)

_WCAG = "https://www.w3.org/TR/WCAG22/"

ARTICLES = (
    Article(
        slug="decision-cycle",
        title="先問客戶要猶豫多久，再談拉新、促活和留存",
        summary=(
            "早餐店和設備商在例會上說的是同一套詞，做的事卻沒有交集。這篇把產品按猶豫的長短分成三種，"
            "各自該先做什麼、先看哪個數字、預算怎麼分，最後附上一張可以整張照抄的表。"
        ),
        channel="operations",
        tags=("decision-cycle", "retention", "leads"),
        author="shen-yanqiu",
        reviewer="zhou-jianshan",
        source="ridgeline",
        origin="original",
        services=("content-marketing", "search-optimisation"),
        cover="dawn",
        days_ago=4,
        at="09:30",
        subtitle="三種產品，三個先看的數字，一張可以照抄的表",
        faqs=(
            Faq(
                "怎麼知道客戶要猶豫多久？",
                "<p>問最近成交的十位客戶：第一次聽說我們是什麼時候。把日期和簽約日相減，取中間那個數。</p>",
            ),
            Faq(
                "同一家公司賣好幾種東西，該按哪一種算？",
                "<p>按產品各算各的。<strong>一個帳號只服務一種猶豫</strong>，混在一起，兩邊的數字都看不懂。</p>",
            ),
        ),
        variants=(
            Variant("拉新、促活和留存先做哪一個", "看客戶要猶豫多久：當天就買的先拉新，想上幾個月的先留存。"),
            Variant("決策週期怎麼估"),
        ),
        pins=("what-an-article-earns",),
    ),
    Article(
        slug="first-thirty-days",
        title="接手一個停更半年的帳號，前三十天做什麼",
        summary=(
            "密碼在誰手上、舊文章哪些要刪、第一篇發什麼、熱點來了追不追。附一張四週的日曆，"
            "把重新開張這件事從頭到尾排好，也寫明每個階段先不看哪些數字、做不到的時候退到哪裡。"
        ),
        channel="new-media",
        tags=("checklists", "topics"),
        author="he-yining",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("new-media-operations",),
        cover="slope",
        days_ago=18,
        at="10:15",
    ),
    Article(
        slug="what-an-article-earns",
        title=(
            "一篇文章到底值多少錢：我們把 14 個月裡的 126 篇文章和 412 條線索逐條對帳，"
            "看看哪些題目帶來生意，哪些只帶來閱讀量"
        ),
        summary=(
            "閱讀量榜首的那一類，佔了近一半的篇數，只成交 3 單。這篇公開對帳的三條規則、完整的分類結果，"
            "以及這張表說不了的事。數字來自示例帳戶，結論請換成你自己的，做法可以照搬。"
        ),
        channel="content",
        tags=("leads", "measurement", "review"),
        author="zhou-jianshan",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("content-marketing",),
        cover="river",
        days_ago=47,
        at="13:02",
        subtitle="對帳的三條規則，完整的分類結果，和這張表說不了的事",
        faqs=(
            Faq(
                "文章要發多久才看得出值不值？",
                "<p>至少半年。我們的帳裡，超過三成的線索是在文章發布六個月以後才來的。</p>",
            ),
        ),
    ),
    Article(
        slug="one-keyword-is-enough",
        title="標題裡的關鍵詞，寫一遍就夠了",
        summary=(
            "堆疊標題曾經有效，現在它只告訴讀者這裡沒有新東西。改一個標題要動三刀，"
            "附三組前後對照，以及一個示例網站分批改掉 60 個舊標題之後，哪些變好了，哪些反而變差了。"
        ),
        channel="search",
        tags=("headlines", "rewriting"),
        author="zhou-jianshan",
        reviewer=None,
        source="ridgeline",
        origin="original",
        services=("search-optimisation",),
        cover="terraces",
        days_ago=89,
        at="08:40",
        citations=(
            Citation(
                "Understanding Success Criterion 2.4.4: Link Purpose (In Context)",
                "https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html",
                "W3C Web Accessibility Initiative",
                92,
            ),
        ),
    ),
    Article(
        slug="alt-text",
        title="替代文字不是給搜尋引擎的貢品",
        summary=(
            "少了這張圖，讀者少知道什麼？答案就是替代文字該寫的話。這篇依據公開標準，"
            "講裝飾圖、圖表、截圖和人像各怎麼寫，四種常見的壞寫法，以及怎麼讓整個團隊在每一篇裡都做到。"
        ),
        channel="search",
        tags=("accessibility",),
        author="he-yining",
        reviewer="zhou-jianshan",
        source="example-institute",
        origin="compiled",
        services=("search-optimisation", "content-marketing"),
        cover=None,
        days_ago=141,
        at="15:20",
        citations=(
            Citation(
                "Web Content Accessibility Guidelines (WCAG) 2.2, Success Criterion 1.1.1 Non-text Content",
                f"{_WCAG}#non-text-content",
                "W3C",
                150,
            ),
            Citation(
                "Images Tutorial", "https://www.w3.org/WAI/tutorials/images/", "W3C Web Accessibility Initiative", 150
            ),
            Citation(
                "圖片與文字：編輯培訓講義（示例）", "https://research.example.com/alt-text/", "示例內容研究所", 148
            ),
        ),
    ),
    Article(
        slug="structured-data",
        title="結構化數據：寫給機器看的那一段，也要說實話",
        summary=(
            "讀者看不見的那段 JSON，最容易什麼都沒寫，或者什麼都敢寫。這篇給出一份夠用的範例、"
            "四種常見的不誠實，和一條只需要兩個視窗就能驗收的規矩，也老實交代它不會帶來什麼。"
        ),
        channel="search",
        tags=("structured-data",),
        author="zhou-jianshan",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("search-optimisation",),
        cover="contours",
        days_ago=204,
        at="09:05",
        citations=(
            Citation("Article", "https://schema.org/Article", "Schema.org", 210),
            Citation(
                "JSON-LD 1.1: A JSON-based Serialization for Linked Data",
                "https://www.w3.org/TR/json-ld11/",
                "W3C",
                210,
            ),
        ),
    ),
    Article(
        slug="white-paper-nobody-downloads",
        title="工業品的白皮書，為什麼沒有人下載",
        summary=(
            "68 頁、四個月、十一萬元，發布當天下載 212 次，公司內部佔了 150 次。第二版只有 12 頁，"
            "五週改完。一位工業記者看完前後兩份，記下改了什麼，也記下一個意外。"
        ),
        channel="content",
        tags=("white-papers", "forms", "leads"),
        author="shen-yanqiu",
        reviewer=None,
        source="example-weekly",
        origin="reprint",
        services=("content-marketing",),
        cover="dusk",
        days_ago=291,
        at="11:11",
        canonical_url="https://weekly.example.com/white-paper/",
        citations=(
            Citation("墊在投影機下的白皮書（示例）", "https://weekly.example.com/white-paper/", "示例工業週刊", 295),
        ),
    ),
    Article(
        slug="before-writing",
        title="別急著寫",
        summary=(
            "寫作是整個流程裡最便宜的一步，貴的是寫錯題目。動筆之前先打三通電話，再把聽到的話填進一張五行的紙；"
            "第四行寫不出來，這篇就不寫。看上去慢，把工時算完，其實要快得多。"
        ),
        channel="content",
        tags=("topics", "interviews"),
        author="shen-yanqiu",
        reviewer="he-yining",
        source="ridgeline",
        origin="original",
        services=("content-marketing", "brand-strategy"),
        cover=None,
        days_ago=412,
        at="16:45",
    ),
    *operations.ARTICLES,
    *content_marketing.ARTICLES,
    *new_media.ARTICLES,
    *brand.ARTICLES,
    *search.ARTICLES,
)

SERIES = (
    Series(
        slug="one-article-start-to-end",
        title="一篇文章從頭到尾",
        summary="從要不要寫、標題怎麼取，到最後怎麼算帳：照這個順序讀，等於跟著一篇文章走完一輩子。",
        articles=("before-writing", "one-keyword-is-enough", "what-an-article-earns"),
        days_ago=40,
        body="<p>給每個月要交稿、又要替預算說話的人。三篇各自讀得懂，連著讀更省時間。</p>",
    ),
)
