"""Enquiries as prospects write them: some short, some long, one that only wants to sell."""

from demo.content.shapes import Enquiry

CONSENT = "我同意嶺上創意為了回覆這次諮詢，使用我在這裡填寫的資料。"

ENQUIRIES = (
    Enquiry(
        name="示例訪客 方小姐",
        contact="000-0000-0001",
        message=(
            "看了你們那篇講三十天的，我們公眾號也是停了快八個月，綁定手機在離職的同事那裡。\n"
            "想問：光是把帳號拿回來這一步，你們收費嗎？大概要多久？\n下午兩點以後方便接電話。"
        ),
        path="/news/first-thirty-days/",
        days_ago=1,
        at="14:26",
        way=(
            ("/news/moving-house/", 75, {"referrer": "www.baidu.com"}),
            ("/services/new-media-operations/", 210, {"source": "wechat", "medium": "menu", "campaign": "十一月選題"}),
        ),
    ),
    Enquiry(
        name="Tom（示例）",
        contact="tom.wu@example.com",
        message=(
            "你好，我在一家做檢測設備的公司負責市場，客單價六十萬左右，銷售週期平均七個月。"
            "目前每月投放四萬，線索四十條上下，銷售說能談的不到五條。\n\n"
            "想了解：1）你們做過類似的重決策產品嗎？2）頭三個月的交付是什麼？3）能不能先做一次診斷再談全年？\n"
            "方便的話請先發一份報價組成說明，不用總價。"
        ),
        path="/cases/industrial-software-white-paper/",
        days_ago=3,
        at="09:12",
        way=(
            (
                "/services/content-marketing/",
                320,
                {"source": "baidu", "medium": "cpc", "campaign": "b2b", "term": "內容行銷 工業", "click": "bd_vid"},
            ),
            ("/news/first-thirty-days/", 410, {}),
            ("/cases/", 60, {}),
        ),
    ),
    Enquiry(
        name="老周麵包（示例）",
        contact="微信 example-bakery",
        message="三家店，想做社群，但是店員都不會寫東西。一個月預算八千夠不夠？",
        path="/services/new-media-operations/",
        days_ago=6,
        at="21:48",
        stage="contacted",
        notes="週三通過電話。先讀「前三十天」，兩週後再談；預算夠做帶教，不夠做代運營。",
    ),
    Enquiry(
        name="Olivia Lam（示例）",
        contact="+000 0000 0002",
        message=(
            "我們是做家居用品的，準備改品牌名，商標代理說三個備選都註冊不了，現在包裝已經開模了，非常急。"
            "這種情況你們接嗎？最快什麼時候可以開會？英文或中文都可以。"
        ),
        path="/services/brand-strategy/",
        days_ago=12,
        at="11:05",
        stage="proposal",
        amount=68000,
        answered_after=1,
        notes="三個備選名都查過，只有一個能註冊。等她和老闆商量。",
    ),
    Enquiry(
        name="示例訪客 邱先生",
        contact="qiu@example.com",
        message=(
            "網站下個月換系統，舊站大概四百頁。看了你們搬家那篇，清單我們自己列得出來，"
            "想請你們只看轉向表這一步，可以單獨做嗎？"
        ),
        path="/news/moving-house/",
        days_ago=31,
        at="10:12",
        stage="won",
        amount=18000,
        answered_after=3,
        notes="單獨做了轉向表，三週交完，已結案。",
    ),
    Enquiry(
        name="示例訪客 鄧先生",
        contact="deng@quarry.example.com",
        message=(
            "公司做石材，國內三個倉，主要靠展會。想知道像我們這種客戶就那麼幾百個、網上根本不會搜的行業，"
            "做內容到底有沒有意義？如果沒有，請直說，我好跟老闆交代。"
        ),
        path="/services/content-marketing/",
        days_ago=9,
        at="16:40",
        stage="qualified",
        amount=120000,
        answered_after=18,
        notes="回覆：不建議做公開的內容，建議先做一本給業務帶去展會的選材手冊。老闆有興趣，約了下週。",
    ),
    Enquiry(
        name="Mina（示例）",
        contact="微信 example-mina",
        message="看到你們的案例很喜歡。我是一個人開的瑜伽教室，想請你們代運營小紅書，一個月兩千可以嗎？",
        path="/new-media/",
        days_ago=20,
        at="22:15",
        stage="lost",
        lost_reason="price",
        answered_after=12,
        notes="預算差得遠，推薦她先看「前三十天」那篇自己做。",
    ),
    Enquiry(
        name="示例訪客 顏女士",
        contact="000-0000-0003",
        message="多少錢",
        path="/services/editorial-training/",
        days_ago=1,
        at="08:02",
    ),
    Enquiry(
        name="SEO 首頁包年",
        contact="promo@example.net",
        message=(
            "尊敬的負責人您好！！本公司提供首頁包年、萬詞霸屏、快速收錄服務，七天上首頁，無效退款！！！"
            "詳情請看 https://spam.example.net/a https://spam.example.net/b https://spam.example.net/c "
            "加微信領取大禮包！！"
        ),
        path="/contact/",
        days_ago=2,
        at="03:33",
        is_spam=True,
    ),
)
