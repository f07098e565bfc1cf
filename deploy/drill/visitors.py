"""Visitors who post the form, some of them impatient, some twice at once; and what each of them was told."""

import http.client
import random
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

AT_ONCE = 6
PATIENCE = 120  # times that somebody presses the button again
# Signs of daily use, without those of which an address, a number or advertising is made.
SIGNS = (
    "店品牌內容企劃報價門市客人想問網站重新設計文案拍攝影片活動社群經營預算時間今年明年春夏秋冬茶咖啡烘焙家具服裝旅行"
    "書店診所學校工廠展覽新竹台中高雄杭州成都廈門香港我們你們他們需要希望可以怎麼配合安排溝通討論一起完成開始之前之後"
    "已經還沒有人手設備材料包裝標誌顏色字體照片故事歷史老闆同事朋友介紹看過文章覺得很好喜歡認真仔細說明清楚簡單複雜問題"
)
NAMES = ["林", "陳", "歐陽", "O'Neill ", "Müller-Lüdenscheidt ", "𠮷田", "阿布都热西提·", "張"]
ODD = ["", "", "", "😀👨‍👩‍👧", "\r\n\r\n謝謝！", "　（全形）", "𠮷", "\u200d", " ‘a’ < b & \\ %s {x}", "\t"]
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


@dataclass
class Post:
    """What one visitor sends, and how it went."""

    number: int
    name: str
    contact: str
    way: str  # the contact in one spelling; the same is the same person
    company: str
    message: str
    address: str
    browser: str = ""  # the random id that a script gives; empty where none runs
    times: int = 1  # pressed so often at once
    is_patient: bool = True
    file: bytes = b""
    told_at: float | None = None  # when the thank-you page was promised
    answers: Counter = field(default_factory=Counter)

    @property
    def stored(self) -> tuple[str, str, str, str]:
        """As it is to be kept: line breaks as one sign, else exactly as typed."""
        return self.name, self.contact, self.company, self.message.replace("\r\n", "\n")


def posts(count: int, dice: random.Random) -> Iterator[Post]:
    """All of them different, some by people who wrote before."""
    known: list[tuple[str, int]] = []
    for number in range(1, count + 1):
        way = contact_of(number, dice)
        if known and dice.random() < 0.15:  # writes again: up to five texts of one person are nobody's machine
            place = dice.randrange(len(known))
            way, left = known[place]
            known[place:] = [(way, left - 1), *known[place + 1 :]] if left > 1 else known[place + 1 :]
        elif dice.random() < 0.2:
            known.append((way, 4))
        words = "".join(dice.choices(SIGNS, k=dice.randint(20, 160)))
        yield Post(
            number=number,
            name=dice.choice(NAMES) + "".join(dice.choices(SIGNS, k=2)),
            contact=spelled(way, dice),
            way=way,
            company="".join(dice.choices(SIGNS, k=4)) if dice.random() < 0.3 else "",
            message=f"{words}（編號 {number:06d}）{dice.choice(ODD)}".rstrip("\t"),
            address=f"10.{dice.randrange(250)}.{dice.randrange(250)}.{dice.randrange(1, 250)}",
            browser=f"{dice.getrandbits(128):032x}" if dice.random() < 0.95 else "",
            times=dice.choices((1, 2, 20), (89, 10, 1))[0],
            is_patient=dice.random() < 0.9,
            file=f"附件 {number} {words}".encode() if dice.random() < 0.05 else b"",
        )


def contact_of(number: int, dice) -> str:
    kind = dice.random()
    if kind < 0.2:
        return f"visitor{number}@mail{number % 40}.example"
    return f"+86138{number:08d}" if kind < 0.8 else f"wx_visitor{number}"


def spelled(way: str, dice) -> str:
    if not way.startswith("+86"):
        return way
    local = way[3:]
    parts = local[:3], local[3:7], local[7:]
    return dice.choice([way, local, " ".join(parts), "+86 " + "-".join(parts)])


@dataclass(frozen=True)
class Site:
    """Where to post, and what stood on the page."""

    port: int
    stamp: str
    question: str  # the field of the form with a file


class Crowd:
    """So many visitors at a time; `pace` holds them while kills are owed."""

    def __init__(self, site: Site, all_posts: list[Post], *, pace: Callable[[int], None], seed):
        self.site, self.posts, self._pace = site, all_posts, pace
        self._dice = random.Random(f"{seed} patience")
        self.is_over, self.goes_home = threading.Event(), threading.Event()
        self.finished = 0

    def run(self) -> None:
        try:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for _one in pool.map(self.visit, self.posts):
                    self.finished += 1
        finally:
            self.is_over.set()

    def visit(self, post: Post) -> None:
        """Press the button, and again where nothing was confirmed."""
        self._pace(post.number)
        if self.goes_home.is_set():
            return
        for _time in range(PATIENCE if post.is_patient else 1):
            if post.times > 1:
                with ThreadPoolExecutor(post.times) as pool:
                    list(pool.map(lambda _n: self.press(post), range(post.times)))
            else:
                self.press(post)
            if post.told_at or self.goes_home.wait(self._dice.uniform(0.2, 1)):
                return

    def press(self, post: Post) -> None:
        told = send(self.site, post)
        post.answers[told] += 1
        if told == "303" and post.told_at is None:
            post.told_at = time.time()


def send(site: Site, post: Post) -> str:
    """The status, and whether a text that was not taken came back; or the error of the connection."""
    fields = {"name": post.name, "contact": post.contact, "company": post.company, "message": post.message}
    fields |= {"consent": "on", "consent_version": "1", "path": "/contact/", "stamp": site.stamp, "website": ""}
    fields |= {"browser": post.browser, "took": "45"} if post.browser else {}
    path, kind, body = "/contact/send/", "application/x-www-form-urlencoded", urllib.parse.urlencode(fields).encode()
    if post.file:
        path += "brief/"
        kind, body = multipart(fields | {"form_version": "1"}, site.question, post.file)
    headers = {
        "Content-Type": kind,
        "X-Forwarded-For": post.address,
        "Accept-Language": "zh-TW,zh;q=0.9",
        "User-Agent": AGENT,
        "Sec-Fetch-Site": "same-origin",
    }
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        said = response.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return "broken off"
    finally:
        connection.close()
    if response.status == 503 and f"編號 {post.number:06d}" not in said:
        return "503 without the text"
    return str(response.status)


def multipart(fields: dict, file_field: str, content: bytes) -> tuple[str, bytes]:
    edge = "drill-drill-drill"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'Content-Disposition: form-data; name="{file_field}"; filename="brief.txt"\r\nContent-Type: text/plain'
    parts += [f"--{edge}\r\n{head}\r\n\r\n".encode(), content, f"\r\n--{edge}--\r\n".encode()]
    return f"multipart/form-data; boundary={edge}", b"".join(parts)
