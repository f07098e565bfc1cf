"""Forty articles as an agency has them, and which of them a reader of each would be glad to find below it.

Tags are as editors give them: some say what a text is about, others (復盤, 團隊, 數據) only how it goes about it, and
some that belong together share none. `RELEVANT` was judged by reading titles and summaries, not by tags.
"""

# ruff: noqa: E501  # one article a line

from typing import NamedTuple


class Labelled(NamedTuple):
    """One article of the set."""

    key: str
    channel: str
    title: str
    summary: str
    tags: str
    services: str


ARTICLES = [
    Labelled("one-keyword", "搜尋優化", "標題裡的關鍵詞，寫一遍就夠了", "堆疊標題只告訴讀者這裡沒有新東西。改一個標題要動三刀，附改前改後對照。", "標題 關鍵詞", "搜尋"),
    Labelled("question-title", "內容行銷", "讀者怎麼問，標題就怎麼答", "把讀者打進搜尋框的問題放進標題，正文第一段就回答。三種句式，十個例子。", "標題 選題", "內容"),
    Labelled("long-tail", "搜尋優化", "長尾關鍵詞，從客服記錄裡找", "客服每天回答的問題就是現成的長尾詞。一張表把記錄變成下個月的選題。", "關鍵詞 客服", "搜尋"),
    Labelled("same-word", "搜尋優化", "兩篇文章搶同一個關鍵詞，該留哪一篇", "合併、改寫還是放著不管？看三個數字再決定，附合併舊文的步驟。", "關鍵詞 收錄", "搜尋"),
    Labelled("not-indexed", "搜尋優化", "文章發了三個月還沒被收錄，先查這五處", "被擋的爬蟲、寫錯的標記、沒人指向的頁面：按順序查，多半前兩處就有答案。", "收錄 技術", "搜尋"),
    Labelled("sitemap", "搜尋優化", "網站地圖不是越大越好", "把不該收錄的網址放進地圖，等於請爬蟲走冤枉路。該放什麼、多久更新。", "收錄 技術", "搜尋"),
    Labelled("inner-links", "搜尋優化", "內鏈：把讀者送到下一個問題", "連到首頁的內鏈沒有用。每篇三條，怎麼選位置、怎麼寫連結上的字。", "內鏈", "搜尋 內容"),
    Labelled("pillar", "內容行銷", "一篇總綱，帶十篇細節", "先寫總綱，再用內鏈把細節文章串起來：主題群怎麼規劃，半年怎麼排。", "內鏈 選題", "內容 搜尋"),
    Labelled("structured", "搜尋優化", "結構化數據，也要說實話", "寫給搜尋引擎的那段標記最容易誇大。一份夠用的範例，四種不誠實的寫法。", "結構化數據 技術", "搜尋"),
    Labelled("faq-markup", "搜尋優化", "常見問題寫給誰看", "常見問題加上結構化數據標記以前，先確定真的有人問。問題從客服那裡來。", "結構化數據 客服", "搜尋"),
    Labelled("picture-weight", "搜尋優化", "圖片壓到多小，手機才不會等", "手機打開一頁只有三秒耐心。圖片的格式、尺寸和壓縮，一次講清楚。", "圖片 技術", "搜尋"),
    Labelled("alt-text", "搜尋優化", "替代文字不是給搜尋引擎的貢品", "少了這張圖片，讀者少知道什麼？裝飾圖、圖表、截圖各怎麼寫。", "圖片 無障礙", "搜尋 內容"),
    Labelled("three-seconds", "新媒體", "短影音的前三秒，說結論還是賣關子", "看了兩百支短影音的留存曲線，開場只有四種寫法值得學。", "短影音 標題", "新媒體"),
    Labelled("batch-shoot", "新媒體", "一天拍完一個月的短影音", "腳本分三類，場景不換，衣服換四套。一張拍攝日程表，三個人就夠。", "短影音 團隊", "新媒體"),
    Labelled("million-views", "新媒體", "短影音播放一百萬，為什麼沒有人問價", "播放量和線索之間隔著三道門。逐道檢查，看人是在哪裡走掉的。", "短影音 線索 數據", "新媒體"),
    Labelled("silent-live", "新媒體", "直播間沒人說話的時候，主播說什麼", "冷場不是事故。十句可以照念的話，三個把觀眾叫出來的小遊戲。", "直播", "新媒體"),
    Labelled("after-live", "新媒體", "直播結束以後的兩小時", "復盤要趁熱：先記觀眾問了什麼，再看曲線，最後才看成交。", "直播 復盤", "新媒體"),
    Labelled("first-live", "新媒體", "第一場直播之前，要準備的不是燈", "先想清楚誰會來、來了聽什麼。設備清單只有五行，流程表有五十行。", "直播 團隊", "新媒體"),
    Labelled("silent-group", "運營方法", "社群裡三百人，只有你在說話", "群不是廣告欄。把三百人分成四種，先讓其中二十個願意開口。", "社群 留存", "新媒體"),
    Labelled("group-rules", "運營方法", "社群的規矩，三條就夠", "規矩寫多了沒人看，寫少了管不住。三條該寫什麼，違反了怎麼辦。", "社群", "新媒體"),
    Labelled("first-words", "運營方法", "加了微信以後的第一句話", "不要發公司簡介。先問一個容易回答的問題，線索才肯往下走。", "私域 線索", "新媒體"),
    Labelled("client-labels", "運營方法", "客戶標籤，別貼過二十個", "標籤多到沒人用，等於沒有。私域裡真正拿來決定下一步的只有這幾個。", "私域 數據", "新媒體"),
    Labelled("leaving", "運營方法", "老客戶是怎麼走掉的", "翻了三年的流失記錄，真正因為價格走的不到兩成。留存要從交付那天算起。", "留存 數據 復盤", "內容"),
    Labelled("first-week", "運營方法", "新用戶的第一週", "第一週做對三件事，三個月後的留存差一倍。每一天該發什麼、不發什麼。", "留存 拉新", "新媒體"),
    Labelled("referral", "運營方法", "老帶新：獎勵該給誰", "獎勵介紹人還是被介紹的人？三種拉新機制的算法，和各自的副作用。", "拉新", "新媒體"),
    Labelled("lead-cost", "內容行銷", "一條線索到底多少錢", "把人工、投放和工具都算進去，一條線索的成本往往是報表上的三倍。", "線索 數據 預算", "內容"),
    Labelled("form-fields", "內容行銷", "表單每多一欄，線索少一成", "拿掉職稱、部門和預算三欄以後，線索多了四成，品質沒有變差。", "線索 表單", "內容"),
    Labelled("handover", "內容行銷", "線索交給銷售之後，就沒有消息了", "交接單上少了一欄「下一步」。銷售和市場對同一條線索，要說同一套話。", "線索 團隊", "內容"),
    Labelled("white-paper", "內容行銷", "工業品的白皮書，為什麼沒有人下載", "六十頁、四個月、十一萬元，下載的多半是自己人。問題出在第一頁。", "白皮書 線索", "內容"),
    Labelled("short-paper", "內容行銷", "把六十頁的白皮書縮成十二頁", "刪掉公司簡介、技術原理和致謝，剩下的十二頁，下載的人反而多了三倍。", "白皮書 復盤", "內容"),
    Labelled("one-sentence", "品牌", "一句話說不清自己的公司，問題出在哪", "不是文案不好，是定位沒有捨棄。三個問題，逼自己少說一半。", "定位", "品牌"),
    Labelled("narrow", "品牌", "定位太窄，會不會餓死", "算一算窄市場養不養得活你：客戶數、客單價和定位之後的溢價。", "定位 預算", "品牌"),
    Labelled("naming", "品牌", "取名字之前，先查三張表", "商標、網域和讀音。品牌命名的順序反過來，錢就白花了。", "命名", "品牌"),
    Labelled("renaming", "品牌", "改名那一年，我們失去了什麼", "品牌改名以後，搜尋少了六成，老客戶打錯了電話。命名改動的完整復盤。", "命名 復盤", "品牌"),
    Labelled("manual", "品牌", "品牌手冊寫了八十頁，沒有人翻過第二次", "視覺規範要寫給明天就要交稿的設計師：標誌、字體、顏色各一頁。", "視覺 團隊", "品牌"),
    Labelled("small-logo", "品牌", "標誌縮到十六像素，還認得嗎", "視覺識別最小的考場是瀏覽器的分頁。標誌簡化的四個步驟。", "視覺 圖片", "品牌"),
    Labelled("calendar", "內容行銷", "內容日曆，留一半空白", "排滿的日曆追不上讀者的問題。選題會怎麼開，空白留給誰。", "選題 團隊", "內容"),
    Labelled("interview", "內容行銷", "採訪客戶，不要問「您覺得怎麼樣」", "好案例是問出來的。六個問題讓客戶說出數字和猶豫，選題也跟著來了。", "選題 案例", "內容"),
    Labelled("case-writing", "內容行銷", "案例文章，寫數字還是寫人", "客戶的猶豫比結果更像讀者自己。一篇案例怎麼開頭，數據放在哪裡。", "案例 數據", "內容"),
    Labelled("half-budget", "內容行銷", "內容預算砍一半，先砍哪裡", "先砍沒有人負責的，再砍算不出線索成本的。預算表重排的三個步驟。", "預算 團隊", "內容"),
]  # fmt: skip

# Pairs that belong below each other, either way round.
RELEVANT = """
one-keyword question-title · one-keyword long-tail · one-keyword same-word · question-title long-tail ·
question-title interview · question-title calendar · long-tail same-word · long-tail faq-markup ·
same-word inner-links · same-word pillar · same-word not-indexed · not-indexed sitemap · not-indexed inner-links ·
inner-links pillar · pillar calendar · pillar question-title · structured faq-markup · sitemap structured ·
picture-weight alt-text · three-seconds batch-shoot · three-seconds million-views · batch-shoot million-views ·
batch-shoot first-live · silent-live after-live · silent-live first-live · after-live first-live ·
silent-group group-rules · silent-group first-week · first-words client-labels · first-words handover ·
first-words form-fields · leaving first-week · leaving client-labels · first-week referral · lead-cost form-fields ·
lead-cost half-budget · lead-cost million-views · lead-cost handover · form-fields handover · form-fields white-paper ·
white-paper short-paper · one-sentence narrow · naming renaming · naming one-sentence · manual small-logo ·
calendar interview · interview case-writing · calendar half-budget
"""


def relevant() -> dict[str, set[str]]:
    """For each article the others that its readers would be glad to find."""
    found = {article.key: set() for article in ARTICLES}
    for pair in RELEVANT.replace("\n", " ").split("·"):
        one, other = pair.split()
        found[one].add(other)
        found[other].add(one)
    return found
