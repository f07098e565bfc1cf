"""What readers ask below the articles: answered, waiting, rejected, and one that only wants to sell."""

from demo.content.shapes import Question

QUESTIONS = (
    Question(
        "decision-cycle",
        "我們是做工業滾輪的，客戶從第一次來電到下單平均十一個月。這麼長的週期，公眾號還值得做嗎？",
        9,
        name="示例讀者 老馮",
        answer=(
            "<p>值得，但別指望它直接帶來訂單。十一個月裡，客戶會反覆想三件事：這家靠不靠譜、出了問題誰負責、換一家要多少成本。"
            "把這三件事各寫成兩三篇，夠用一整年。</p><p>先看的數字也不是閱讀量，是業務員主動把文章轉給客戶的次數。</p>"
        ),
        by="he-yining",
    ),
    Question(
        "decision-cycle",
        "表裡「先看哪個數字」那一欄，如果我們沒有會員系統，留存怎麼算？",
        6,
        answer=(
            "<p>用最土的辦法：每月月底，從收款記錄裡數一數有多少付款人上個季度也付過款。只要口徑每月一致，它就是你的留存。"
            "一張表、半小時，撐到真的需要系統為止。</p>"
        ),
        by="zhou-jianshan",
    ),
    Question(
        "first-thirty-days",
        "停更半年的帳號，第一篇要不要先解釋為什麼停了？",
        4,
        name="阿霖（示例）",
        answer=(
            "<p>不用專門寫一篇道歉。讀者關心的是「你還會不會幫到我」，所以第一篇就寫一個他們最近一定遇到的問題，"
            "文末一句話交代停更的原因和接下來多久更新一次，就夠了。</p>"
        ),
        by="he-yining",
    ),
    Question(
        "first-thirty-days",
        "您好，我是某某醫療器械公司的小李，電話就不留了。想問三十天的計劃裡，法務審稿要三天的話，一週三篇還排得出來嗎？",
        3,
        wording="法務審稿要三天的話，一週三篇還排得出來嗎？",
        answer=(
            "<p>排得出來，前提是把審稿移到選題那天，而不是成稿那天。先讓法務確認「這個題目能說到哪裡」，"
            "成稿只核對有沒有越線，通常半天就能回來。</p>"
        ),
        by="shen-yanqiu",
    ),
    Question("decision-cycle", "文末的表可以下載嗎？想拿去例會上用。", 1, name="Joyce（示例）"),
    Question("first-thirty-days", "只有我一個人在做，日更是不是沒有意義？", 0),
    Question("decision-cycle", "你們招人嗎？", 12, is_rejected=True),
    Question(
        "first-thirty-days",
        "漲粉找我！一天一萬，先付一半 https://spam.example.net/fans https://spam.example.net/pay https://spam.example.net/vip",
        2,
        name="增粉客服",
        is_spam=True,
    ),
)
