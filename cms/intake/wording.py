"""What the words themselves say of a machine: links, markup, offers, texts that nobody types, and copies of a text.

Words weigh little, since honest people use the same ones: somebody who sells search-engine places and somebody who
needs one both write of the first page. What counts is several of them together, or with links.
"""

import hashlib
import re
import unicodedata

from django.utils.translation import gettext_noop as _

from cms.intake.signs import Signal

LINK = re.compile(
    r"(?:https?:|www\.|\bt\.me/|\bbit\.ly/|\bwa\.me/)\S*|\[url|<a\s|\bhref\b|(?<![@.\w-])[a-z0-9-]{3,}(?:\.[a-z]{2,12})+\b(?!@)",
    re.I | re.A,
)
MARKUP = re.compile(r"\[/?(?:url|b|img|link)\b|</?(?:a|b|p|div|script|strong|h\d)\b", re.I)
WEB = re.compile(r"https?://|www\.|\bt\.me/", re.I)
# What is offered, in the trade's own words. Each group is one thing that is sold, and counts once.
OFFERS = [
    re.compile(words, re.I)
    for words in (
        r"包年|霸屏|快速收录|首页排名|保证(?:上)?首页|上首页|外链(?:代发|套餐|资源)|站群|权重(?:提升|代刷)",
        r"代开(?:各[类地])?发票|开票|增值税专票|税点",
        r"刷单|刷粉|涨粉|代刷|粉丝(?:套餐|代购)|真人粉|点赞套餐",
        r"贷款|秒批|放款|信用卡(?:代还|套现)|征信修复",
        r"博彩|百家乐|彩票|娱乐城|棋牌|注册送|首存",
        r"兼职|日赚|日结|在家赚|月入[过]?\s*\d?万|躺赚|副业(?:项目|赚)",
        r"私募|荐股|牛股|币圈|虚拟币|比特币|usdt|合约带单|稳赚",
        r"名录|精准(?:客户|客源)?数据|数据出售|企业名单|群发(?:软件|系统|短信)|短信通道|拓客(?:软件|系统)",
        r"代办(?:执照|资质|公司注册)|商标(?:低价|转让)|论文代写|代写论文|办证|文凭",
        r"领取(?:大)?礼包|免费领|限时(?:优惠|特价|抢购)|无效退款|包(?:效果|过)|加(?:我)?(?:微信|v信|q群|qq)(?:领取|咨询|了解)",
        r"源头(?:厂家|工厂)|厂家直销|批发价|长期供(?:货|应)|一手货源|代发货",
        r"\bseo (?:services?|expert|packages?)|first page of (?:google|baidu)|page one|"
        r"rank(?:ing)? (?:first|#?1|higher)|search engines?",
        r"backlinks?|guest post|link (?:building|insertion|exchange)|domain authority|\bda ?\d\d",
        r"casino|betting|poker|slots?\b|viagra|cialis|pharmacy|pills?\b|porn|escort|dating site",
        r"\bloans?\b|credit score|business funding|working capital|no collateral|merchant cash",
        r"bitcoin|\bcrypto|forex|trading (?:bot|signals?)|investment (?:opportunity|returns?)|"
        r"passive income|make money",
        r"web (?:design(?:er)?|develop(?:er|ment)) (?:services?|company|team|agency)|"
        r"redesign your (?:web)?site|mobile apps? development|\bwordpress developers?",
        r"explainer videos?|lead generation service|email (?:lists?|database|campaign)s?|"
        r"b2b (?:data|leads|contacts)|verified (?:leads|contacts)",
        r"increase (?:your )?(?:traffic|sales|visitors|followers)|"
        r"more (?:traffic|visitors|customers) (?:to|for)|boost your",
        r"(?:click|visit) (?:here|the link|now|our site)|act now|limited[- ]time|special offer|"
        r"free (?:trial|quote|audit|consultation|proposal)|100% (?:guaranteed|free)",
        r"(?:came across|visited|looking at|was on|found) your (?:web)?site|"
        r"dear (?:sir|madam|website owner|business owner)|to whom it may concern|unsubscribe|opt[- ]?out",
        r"заработ|казино|кредит|продвижени|сайт|ссылк|скидк",
    )
]
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
FAR = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0eff]")  # scripts in which nobody asks a Chinese agency
WORD = re.compile(r"[A-Za-z]{5,}")
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.I)
MIXED = re.compile(r"[a-z][A-Z]+[a-z]+[A-Z]|[A-Z]{2,}[a-z]+[A-Z]")
BY_CHANCE = 250  # Chinese characters in which an honest text may happen on one word of the trade
SHORTEST_TELLING = 20  # shorter texts are alike among honest people
SHINGLE, BAND = 5, 4
PRIME = 2**61 - 1
ORDERS = [pow(3, 7 * n + 11, PRIME) for n in range(16)]
# The offers are written in simplified characters; these are the others that occur in them.
SIMPLIFIED = str.maketrans(
    "錄頁證鏈權發開類稅點單粉絲漲購貸額徵復樂綵樂註賺結業薦幣虛擬約帶穩數據號簡訊軟統業辦執質標轉讓論寫領禮優惠搶購無過諮詢廠銷發長應貨費時價",
    "录页证链权发开类税点单粉丝涨购贷额征复乐彩乐注赚结业荐币虚拟约带稳数据号简讯软统业办执质标转让论写领礼优惠抢购无过咨询厂销发长应货费时价",
)


def about(message: str, short_texts: tuple[str, ...] = ()) -> list[Signal]:
    """The signs in a text and in the one-line fields beside it."""
    text = unicodedata.normalize("NFKC", message)
    short = " ".join(short_texts)
    found = [
        _about_links(text),
        Signal("markup", 30, _("The text is written for a forum or a page, with markup."))
        if MARKUP.search(text)
        else None,
        Signal("odd_field", 45, _("An address of the web stands where the name belongs."))
        if WEB.search(short)
        else None,
        _about_offers(f"{short} {text}"),
        _about_script(text),
        Signal("gibberish", 40, _("The words are letters at random.")) if is_gibberish(text, short) else None,
    ]
    return [signal for signal in found if signal]


def _about_links(text: str) -> Signal | None:
    links = len(LINK.findall(text))
    if not links:
        return None
    return Signal("links", 10 if links == 1 else 25 if links == 2 else 50, _("The text holds links."))


def offers_in(text: str) -> int:
    """How many words of a trade are in it, two of each at most: who asks uses one, who sells uses several.

    A long text happens on a few of them without selling anything.
    """
    plain = text.translate(SIMPLIFIED).casefold()
    found = sum(min(2, len({match[0] for match in words.finditer(plain)})) for words in OFFERS)
    length = (len(text) + 2 * len(CHINESE.findall(text))) // 3  # three letters say as much as one Chinese character
    return max(0, found - length // BY_CHANCE)


def _about_offers(text: str) -> Signal | None:
    words = offers_in(text)
    if not words:
        return None
    points = {1: 15, 2: 35, 3: 50}.get(words, 65)
    return Signal("offer", points, _("The text sells something."))


def _about_script(text: str) -> Signal | None:
    if FAR.search(text):
        return Signal("far", 40, _("The text is in a script in which nobody asks here."))
    if len(text) >= SHORTEST_TELLING and not CHINESE.search(text):
        return Signal("foreign", 10, _("There is no Chinese in the text."))
    return None


def is_gibberish(text: str, short: str = "") -> bool:
    """Whether words are letters at random: no vowels for long, or capitals in the middle, in most words or the name."""
    words = WORD.findall(LINK.sub(" ", text))
    odd = [word for word in words if is_odd(word)]
    names = [word for word in WORD.findall(short) if len(word) >= 8]
    return (len(odd) >= 1 and 2 * len(odd) > len(words)) or any(is_odd(name) and MIXED.search(name) for name in names)


def is_odd(word: str) -> bool:
    return not word.isupper() and (bool(CONSONANTS.search(word)) or len(MIXED.findall(word)) > 0)


def sketch(message: str) -> list[str]:
    """Four marks of a text. Two texts that share four fifths of their wording mostly share a mark, two that share half
    mostly none: a greeting or an ending that many write makes no copies of each other.

    Each mark is made of four runs of signs, each the first one in an order of its own (MinHash, in four bands).
    """
    folded = unicodedata.normalize("NFKC", message).casefold()
    plain = re.sub(r"[\W\d_]+", "", folded)
    if len(plain) < SHORTEST_TELLING:
        return []
    runs = {plain[start : start + SHINGLE] for start in range(len(plain) - SHINGLE + 1)}
    numbers = [hash_of(run) for run in runs]
    first = [min(number * factor % PRIME for number in numbers) for factor in ORDERS]
    return [f"{first[start : start + BAND]}" for start in range(0, len(first), BAND)]


def hash_of(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
