"""What is said once for the whole site: identity, menu, ways to get in touch, consent."""

from demo.content.shapes import Consent, ContactChannel, Identity, MenuItem

IDENTITY = Identity(
    name="嶺上創意",
    latin_name="Ridgeline",
    legal_name="嶺上創意文化傳播有限公司（示例）",
    slogan="讓好內容，長成好生意",
    tagline="專注品牌策劃",
    founded_year=2008,
    description=(
        "嶺上創意是一家做品牌與內容的公司。我們替企業把想說的話，寫成客戶願意讀完、讀完願意聯繫你的內容，"
        "再把每一篇帶來的線索和成交算清楚。"
    ),
    icp_number="ICP備00000000號",
    police_number="公網安備00000000000000號",
    logo="dawn",
    share_picture="dawn",
)

MENU = (
    MenuItem("HOME", "首頁", "/"),
    MenuItem("SERVICE", "服務產品", "/services/"),
    MenuItem("XINMEITI", "新媒體代運營", "/new-media/"),
    MenuItem("CASE", "服務案例", "/cases/"),
    MenuItem("NEWS", "熱點資訊", "/news/"),
    MenuItem("ABOUT", "關於我們", "/about/"),
    MenuItem("CONTACT", "聯繫我們", "/contact/"),
)

CHANNELS = (
    ContactChannel("phone", "電話", "000-0000-0000"),
    ContactChannel("wechat", "微信", "example-id", link="https://example.com/ridgeline-wechat-demo"),
    ContactChannel("email", "電子郵件", "hello@example.com"),
    ContactChannel(
        "address", "地址", "示例省示例市嶺上路 0 號 山脊樓三層", link="https://example.com/map", until_days=45
    ),
    ContactChannel("address", "地址（搬遷後）", "示例省示例市半山路 0 號 雲腳樓一層", from_days=45),
    ContactChannel("hours", "工作時間", "週一至週五 9:00–18:00"),
    ContactChannel("phone", "諮詢週專線（已結束）", "000-0000-0099", from_days=-40, until_days=-10),
)

CONSENT = Consent(
    version="1",
    text="我同意嶺上創意為了回覆這次諮詢，使用我填寫的稱呼、聯繫方式和內容。我可以隨時撤回同意。",
    notice=(
        "處理者：嶺上創意文化傳播有限公司（示例），聯繫方式 privacy@example.com。"
        "目的：回覆你的諮詢，並在你願意繼續談的時候提供方案與報價。"
        "資料：你填寫的稱呼、聯繫方式、諮詢內容，以及你提問時所在的頁面。"
        "期限：沒有成為客戶的，最後一次聯繫之後 12 個月刪除；成為客戶的，按合同與法律要求的期限保存。"
        "我們不出售這些資料，也不用於與諮詢無關的推送。"
        "你的權利：查閱、複製、更正、刪除，撤回同意，或向監管部門投訴。撤回不影響此前已經完成的處理。"
        "不同意也可以瀏覽全站，或者直接打電話給我們。"
    ),
)

LEAD_IN = "<p>大家好，我是嶺上的小編。下面這篇不長，先把結論放在前面，趕時間的讀完第一節就夠用。</p>"
CLOSING = (
    "<p>以上就是這篇的全部內容。如果你手上正好有一件類似的事，可以聯繫我們的客服：電話 {phone}，微信 {wechat}，"
    + "說說卡在哪裡就好。</p>"
)
CLOSING_BUTTON = "免費諮詢"
PROMOTION_TITLE = "選題表格工具「山徑」（示例）"
PROMOTION_TEXT = "把客戶問過的問題排成一張可以投票的選題表，十人以下的團隊免費使用。"
