"""New media: accounts, readers and their comments."""

from demo.content.shapes import Article, Faq, Variant

ARTICLES = (
    Article(
        slug="comments-are-the-text",
        title="留言才是正文",
        summary=(
            "兩年、四千一百條留言，印出來釘成三本，編輯輪流讀了一個下午。讀完發現我們寫的那些更像目錄。"
            "這篇講留言裡有什麼、該怎麼回、罵人的放不放，以及怎麼把一句原話變成下一篇文章。"
        ),
        channel="new-media",
        tags=("readers", "topics"),
        author="he-yining",
        reviewer="shen-yanqiu",
        source="ridgeline",
        origin="original",
        services=("new-media-operations",),
        cover="kites",
        days_ago=32,
        at="17:05",
    ),
    Article(
        slug="handover-checklist",
        title="帳號交接清單：三十一項，逐項簽字",
        summary=(
            "代運營最難看的一幕發生在結束那天。鑰匙、東西、關係、規矩、數字，五組三十一項，交的人和接的人坐在一起，"
            "當場驗證，當場簽名；寫「無」可以簽，寫「不知道」不可以。"
        ),
        channel="new-media",
        tags=("checklists",),
        author="he-yining",
        reviewer="lu-xiaoman",
        source="ridgeline",
        origin="original",
        services=("new-media-operations",),
        cover="keys",
        days_ago=160,
        at="10:30",
        faqs=(
            Faq(
                "原團隊不配合交接，怎麼辦？",
                "<p>先拿回管理員和綁定手機，這兩項跟著帳號主體走。其餘的按合同辦，拿不回的寫「缺」，別停下來等。</p>",
            ),
            Faq("這份清單可以拿去改嗎？", "<p>可以，刪到你們用得上的就好。只有第一組的八項，建議一項也別刪。</p>"),
        ),
        variants=(Variant("公眾號交接要交什麼"),),
    ),
    Article(
        slug="one-platform-only",
        title="公眾號、視頻號、小紅書，只能認真做一個，選哪個？",
        summary=(
            "三個都做一點，等於請同一個人每週寫三種他不熟的東西，四個月後一起停。先問客戶猶豫的時候手在哪裡，"
            "再看每一篇的成本和壽命，最後給自己十六週：選錯了，也寫好了怎麼退。"
        ),
        channel="new-media",
        tags=("decision-cycle", "readers"),
        author="he-yining",
        reviewer="ye-zhiyuan",
        source="ridgeline",
        origin="original",
        services=("new-media-operations", "content-marketing"),
        cover="doors",
        days_ago=262,
        at="09:00",
    ),
)
