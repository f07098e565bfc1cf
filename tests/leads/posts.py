"""What machines and what people post to the form: made-up, the same in every run, each with how it comes.

The people write as prospects of an agency in China, Taiwan and Hong Kong do. The machines are of nine trades. Both sets
were looked at while the signals were weighed: what they measure of other posts is an estimate, and may be too good.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.intake.signals import stamp

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"
WECHAT = "Mozilla/5.0 (Linux; Android 13; V2244A) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.49"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


@dataclass
class Post:
    """One post: whose it is, what is in it, with which headers and from which address."""

    style: str
    fields: dict
    headers: dict = field(default_factory=dict)
    address: str = "203.0.113.7"


def browser(agent=DESK, language="zh-TW,zh;q=0.9"):
    return {
        "HTTP_USER_AGENT": agent,
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "HTTP_ORIGIN": "http://testserver",
    }


def typed(n: int, name: str, contact: str, message: str, *, script=True, took=60, **more) -> dict:
    hints = {"browser": f"{n:032x}", "took": str(took)} if script else {}
    common = {"consent": "on", "consent_version": "1", "path": "/contact/", "stamp": stamp(), "website": ""}
    return {"name": name, "contact": contact, "message": message, "company": "", **common, **hints, **more}


# --- People ---------------------------------------------------------------------------------------------------------

NEEDS = [
    "我們在杭州有三家咖啡店，想把公眾號和小紅書重新做起來，每個月預算大概一萬五",
    "公司官網改版後自然流量掉了四成，想請你們先做一次診斷",
    "我们是做工业软件的，销售周期半年，想知道内容营销对我们有没有用",
    "想找人幫忙寫品牌手冊，中英文都要，十二月底前要用",
    "我們診所想經營 Instagram 同 Facebook，請問點收費？",
    "台北的設計工作室，想把作品集網站換掉，順便整理一下關鍵字",
    "新品牌要註冊名稱，三個備選都被商標代理打回來了，你們能不能幫忙重新命名",
    "看了你们那篇讲首页排名的文章，我们也被外包公司骗过，想聊聊正规的做法",
    "想做 SEO，但不要那種包年上首頁的，請問你們怎麼收費",
    "大學招生辦，想做一個系列的短影音，需要走採購流程，能開發票嗎",
    "我們是源頭工廠，想自己做跨境獨立站，產品是保溫杯",
    "民宿淡季想做內容，預算不多，一個月五千可以做什麼",
    "集團在做數位轉型，需要一家能長期配合的內容團隊，請提供案例和報價",
    "請問有沒有單次的顧問服務？我們只想請人看一下現在的小紅書賬號",
    "我們想辦一場線上發表會，需要文案、主視覺和直播腳本",
    "老闆要我找三家比價，麻煩給一份服務項目和大概的區間",
    "We are opening a Hong Kong office in March and need bilingual brand guidelines. Could we have a call next week?",
    "Hi, I run marketing for a German machine maker. We need a WeChat account and a partner who writes in Chinese.",
    "Our company wants to rebrand in Taiwan. What would the first three months look like, and roughly what cost?",
    "私のチームは台湾で商品を出す予定です。中国語の記事制作について相談したいです。",
    "多少钱",
    "在嗎？想問報價",
    "你好，可以加微信聊嗎",
    "想了解",
    "請回電",
    "我們的網站是 https://shop.example.com ，想請你們看看產品頁的文字",
    "競品是 https://a.example.com 和 https://b.example.com ，想做成類似的風格，請問可行嗎",
    "我们做贷款科普类公众号的，想合规地涨粉，不要刷的那种",
    "銀行分行想做一系列理財科普文章，內容要過法遵審核，你們有經驗嗎",
    "遊戲公司，做棋牌類休閒遊戲的，需要應用商店的圖文和影片",
    "想請你們幫我們寫參展用的選材手冊，石材業，客戶就那麼幾百家",
    "公司要上市了，需要重新整理投資人關係的網頁，請簽保密協議後再聊細節",
    "我是一個人開瑜伽教室的，想請你們帶著我做三個月",
    "去年合作過的客戶介紹來的，想做年度的內容規劃",
    "我們的公眾號停更八個月，綁定手機在離職同事那裡，光是把帳號拿回來要多久",
    "想諮詢品牌升級，現在的標誌是十年前做的，門店有四十家，更換要分批",
    "請問你們接不接政府標案？我們是文化局，要做一個地方創生的網站",
    "協會年會需要會刊排版和活動紀錄，十一月第三週",
    "想做 B2B 的白皮書，主題是冷鏈物流，資料我們有，但不會寫",
    "電商大促期間的商品文案外包，一天二十個品，可以嗎",
]
SITUATIONS = [
    "",
    "。方便的話請下午兩點以後打給我",
    "，越快越好，謝謝！",
    "。\n\n另外想問：可以先簽一個月試試嗎？",
    "。我這邊決定權在老闆，需要一份書面的說明",
]
TRADES = [
    "醫療器材",
    "親子餐廳",
    "半導體設備",
    "茶葉",
    "室內設計",
    "保險經紀",
    "露營用品",
    "英語補習",
    "寵物食品",
    "冷鏈物流",
    "美髮連鎖",
]
PLACES = ["杭州", "台中", "香港觀塘", "成都", "新竹", "佛山", "廈門"]
PARTS = [
    "背景：公司成立十二年，主要客戶是經銷商，去年開始自己經營終端。",
    "目標：半年內讓第一線的業務拿得出三份像樣的資料。",
    "現況：官網三百多頁，最近一次更新是兩年前，沒有人維護。",
    "我們擔心的是內部審核太慢，一篇文章要經過法務、技術和總經理。",
    "希望你們先訪談五位業務，再決定題目，費用可以分開報。",
    "時間上三月有展會，在那之前至少要看到第一批內容。",
    "請說明由誰執行、每週要我們出多少人力，以及怎麼算完成。",
]
WHO = [
    "{place}的{trade}公司，團隊 {n} 人。",
    "我們做{trade}的，總部在{place}。",
    "您好！這邊是{trade}品牌的市場部，",
    "哈囉，我在{place}開了一間{trade}的店，",
    "這裡是{place}一家{trade}新創，剛拿到第一筆投資，",
    "我爸的{trade}工廠今年交給我，",
]
TROUBLES = [
    "公眾號一年只發了四篇，都是節日海報。",
    "現在的網站手機打開要十幾秒，客人都說找不到電話。",
    "小紅書自己寫了三個月，讚不到二十個。",
    "業務說線索很多，可是能談的不到一成。",
    "上一家代運營做了半年就換人，交接什麼都沒有。",
    "同行都在做短影音，我們連腳本都不會寫。",
    "品牌名在香港跟別人撞了，包裝已經印好。",
    "內容都卡在法務，一篇要等三個禮拜。",
    "英文版是機器翻的，國外客戶看了笑。",
    "老客戶很穩，但新客人完全不認識我們。",
    "投放費用漲了一倍，詢問卻少了。",
    "公司沒有人專門負責內容，都是行政兼著做。",
]
WISHES = [
    "想先買一次診斷，再看要不要長期配合。",
    "請給我一份大概的價目和合作流程。",
    "能不能派人來公司講一場，讓主管知道在做什麼？",
    "希望找到可以一起定題目的編輯，不只是代寫。",
    "想知道頭三個月會交付什麼，怎麼驗收。",
    "需要年底前完成官網和型錄，來得及嗎？",
    "有沒有同產業的案例可以參考？",
    "想請你們幫忙訓練我們自己的小編。",
    "只要做命名和識別，其他我們自己來。",
    "希望按篇計費，一個月四篇左右。",
]
ENDS = [
    "",
    "謝謝。",
    "急，這週能回最好。",
    "我平常開會多，請先傳微信。",
    "方便的話約個線上會議。",
    "預算還沒定，先了解。",
]
ENGLISH = [
    [
        "We are a team of {n} and plan {what}.",
        "Hello from Singapore! My boss asked me to find help with {what}.",
        "I read your piece about the first thirty days.",
        "Our distributor in Taipei recommended you.",
        "{what} is what we need, for {n} stores.",
        "Hi there, quick question about {what}:",
    ],
    [
        "The last one was done in 2019 and nobody here reads Chinese.",
        "Traditional Chinese comes first, English can wait.",
        "Everything has to pass our legal department, which takes two weeks.",
        "Sales keeps asking for something they can leave behind after a meeting.",
        "We tried a freelancer, which did not work out.",
        "Budget is around {n}k, decision in January.",
    ],
    [
        "Who would be our contact, and when could you start?",
        "Could you send some references?",
        "Do you work with hourly rates?",
        "A short call on Thursday would be great.",
        "Please quote for half a year.",
        "How do you measure whether it worked?",
    ],
]
WHAT = [
    "a bilingual brochure",
    "our WeChat account",
    "a naming project",
    "a trade-fair booth",
    "monthly articles",
    "a new site",
]
NAMES = [
    "林小姐",
    "陳先生",
    "王经理",
    "Tom Wu",
    "李",
    "周太太",
    "阿Ken",
    "Anna Müller",
    "黃品睿",
    "張總（示例）",
    "佐藤",
    "O'Brien",
]
WAYS = [
    "138{n:08d}",
    "+86 139 {a:04d} {b:04d}",
    "微信 wx_client{n}",
    "client{n}@example.com",
    "09{c:02d}-{d:03d}-{e:03d}",
    "+852 9{f:03d} {b:04d}",
    "021-6{g:03d} {b:04d}",
    "hello+ads{n}@示例{n}.公司",
]


def in_own_words(chance) -> str:
    """What somebody writes who says who they are, what is wrong and what they want; no two say the same."""
    trade, place = chance.choice(TRADES), chance.choice(PLACES)
    if chance.random() < 0.15:
        said = [chance.choice(each) for each in ENGLISH]
        return " ".join(said).format(n=chance.randint(3, 400), what=chance.choice(WHAT))
    who = chance.choice(WHO).format(trade=trade, place=place, n=chance.randint(3, 400))
    parts = [who, chance.choice(TROUBLES), chance.choice(WISHES), chance.choice(ENDS)]
    return "".join(parts[chance.randint(0, 1) :])


def way(n: int) -> str:
    numbers = {
        "a": 1000 + n,
        "b": 2000 + n,
        "c": 10 + n % 80,
        "d": 100 + n % 900,
        "e": 200 + n % 700,
        "f": 100 + n % 800,
    }
    return WAYS[n % len(WAYS)].format(n=n, g=100 + n % 800, **numbers)


def people() -> Iterator[Post]:
    """Two hundred and more honest posts: sixty behind one address, a fifth without JavaScript, one company often."""
    chance = random.Random(20261130)
    for n in range(200):
        text = NEEDS[n] + chance.choice(SITUATIONS) if n < len(NEEDS) else in_own_words(chance)
        agent = chance.choice([PHONE, WECHAT, DESK])
        headers = browser(agent, chance.choice(["zh-CN", "zh-TW,zh;q=0.9,en;q=0.8", "zh-HK", "en-US,en;q=0.9"]))
        address = "198.51.100.60" if n < 60 else f"198.51.100.{n}"
        more = {
            "script": n % 5 != 0,
            "took": chance.randint(8, 900),
            "company": chance.choice(["", "示例股份有限公司"]),
        }
        yield Post("people", typed(n, NAMES[n % len(NAMES)], way(n), text, **more), headers, address)
    for n in range(200, 212):  # a company that asks again, each time about something else, and a very long text
        need = NEEDS[n % len(NEEDS)]
        yield Post("company again", typed(n, "採購 劉", "buyer@corp.example.com", f"第 {n} 號需求：{need}"), browser())
    for n in range(212, 216):
        long = "\n\n".join(f"{m}. {PARTS[m % len(PARTS)]}（{NEEDS[n % 7]}）" for m in range(1, 60))[:3900]
        yield Post("long", typed(n, "策略部", way(n), long, script=n % 2 == 0), browser(WECHAT, "zh-CN"))


# --- Machines -------------------------------------------------------------------------------------------------------

PITCHES = [
    "Dear owner of {site}, our experts can bring you to the first page of Google in {n} days. Reply for a free audit.",
    "Hello, I came across your website {site} and found {n} errors. We offer web design services at a special offer.",
    "您好，本公司專業提供{n}天首頁排名、萬詞霸屏、快速收錄服務，無效退款，詳情加微信領取案例。",
    "本公司代开各类正规增值税专票，税点低至 {n}%，先开后付，联系微信 seo{n}。",
    "Get {n} verified B2B leads for your company today! Email database, 100% guaranteed, act now: {site}",
    "無抵押信用貸款，{n} 分鐘放款，利率低，秒批到賬，歡迎諮詢，額度最高 {n} 萬。",
    "Make money with bitcoin: {n}% returns every week, passive income, join the trading bot at {site}",
    "{site} casino bonus {n} free slots, best betting odds, click here",
    "招聘兼职，日赚 {n} 元，在家赚钱，手机操作即可，日结工资，限时特价入会。",
    "高權重外鏈資源出售，DA{n}+，guest post and backlinks available for {site}, see price list.",
    "专业群发软件，精准客户数据出售，短信通道低至 {n} 分，拓客系统免费试用。",
    "Need a loan? Business funding up to {n},000 USD, no collateral, bad credit score accepted. Visit {site}",
]
SYLLABLES = ["ka", "lo", "mi", "ren", "tash", "ver", "quil", "dor", "ban", "sel", "pho", "tri", "gus", "nox", "wel"]


def pseudo(chance, longest=3) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, longest)))


def noise(chance, length) -> str:
    return "".join(chance.choice("bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZaeiou") for _ in range(length))


def machines() -> Iterator[Post]:
    """A thousand and more, of nine styles."""
    chance = random.Random(4711)
    makers = [bare, forged, copied, template, laden, scripted, gibberish, trapped, returning]
    for n in range(1080):
        yield makers[n % len(makers)](1000 + n, chance)


def pitch(n, chance, site=None) -> str:
    return PITCHES[n // 9 % len(PITCHES)].format(n=chance.randint(3, 99), site=site or f"{pseudo(chance)}.example")


def mail(chance) -> str:
    return f"{pseudo(chance)}{chance.randint(1, 9999)}@{pseudo(chance)}.example"


def anywhere(chance) -> str:
    return f"100.{chance.randint(64, 127)}.{chance.randint(0, 255)}.{chance.randint(1, 254)}"


def bare(n, chance):
    """A program that posts without the page, and says so or says nothing."""
    agent = chance.choice(
        [{}, {"HTTP_USER_AGENT": "python-requests/2.31.0"}, {"HTTP_USER_AGENT": "Go-http-client/1.1"}]
    )
    fields = typed(n, pseudo(chance), mail(chance), f"{pitch(n, chance)} {pseudo(chance)}", script=False, stamp="")
    return Post("no page, no browser", fields, agent, anywhere(chance))


def forged(n, chance):
    """A program with a browser's headers and a stamp that it made up or left out."""
    stamps = {"stamp": chance.choice(["", "492000:deadbeef", "1733000000", noise(chance, 40)])}
    words = " ".join(pseudo(chance) for _ in range(12))
    return Post(
        "forged stamp",
        typed(n, pseudo(chance), mail(chance), words, script=False, **stamps),
        browser(),
        anywhere(chance),
    )


def copied(n, chance):
    """One text over and over from one address, from a real page and without JavaScript."""
    text = "我們是專業的海外社媒運營團隊，已經幫助很多品牌出海，期待與貴司合作，請查看附件的介紹。"
    return Post("same text", typed(n, pseudo(chance), mail(chance), text, script=False), browser(), "192.0.2.10")


def template(n, chance):
    """A template with other names and numbers in it, from many addresses."""
    opening, number = pseudo(chance, 4), chance.randint(10, 99)
    text = (
        f"Hi {opening} team, I am writing to {opening} because we help agencies like yours to get new clients every "
        f"month, we already did so for {number} companies in your region and would be glad to show you how it works."
    )
    return Post("template", typed(n, opening, mail(chance), text, script=n % 2 == 0), browser(), anywhere(chance))


def laden(n, chance):
    """Links, with and without markup, from a real page."""
    links = [f"https://{pseudo(chance)}.example/{pseudo(chance)}" for _ in range(chance.randint(3, 9))]
    marked = [f"[url={link}]{pseudo(chance)}[/url]" if n % 2 else link for link in links]
    fields = typed(n, pseudo(chance), mail(chance), f"{pitch(n, chance)} {' '.join(marked)}", script=n % 3 == 0)
    return Post("links", fields, browser(PHONE, "en-US"), anywhere(chance))


def scripted(n, chance):
    """A driven browser: JavaScript runs, headers are right, the form is filled in within a second or two."""
    fields = typed(n, pseudo(chance), mail(chance), pitch(n, chance), took=chance.randint(0, 2))
    return Post("driven browser", fields, browser(DESK, chance.choice(["en-US", "ru-RU", "zh-CN"])), anywhere(chance))


def gibberish(n, chance):
    """Letters at random, from one address at a fast pace."""
    fields = typed(n, noise(chance, 11), mail(chance), " ".join(noise(chance, 9) for _ in range(4)), script=n % 2 == 0)
    fields["took"] = "1" if n % 2 == 0 else ""
    return Post("gibberish", fields, browser(), "192.0.2.99")


def trapped(n, chance):
    """Fills in every field that there is."""
    fields = typed(n, pseudo(chance), mail(chance), pitch(n, chance), website=f"https://{pseudo(chance)}.example")
    return Post("every field", fields, browser(), anywhere(chance))


def returning(n, chance):
    """A spammer by hand or nearly: all is right but what it says and how often, from a few addresses."""
    text = f"{pitch(n, chance)} {pitch(n + 9 * chance.randint(1, 11), chance)}"
    fields = typed(n, pseudo(chance), f"sales{n % 4}@seller.example", text, script=n % 4 == 0)
    return Post("careful seller", fields, browser(DESK, "zh-CN"), f"192.0.2.{n % 8}")
