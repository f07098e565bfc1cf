"""The demo's pictures, drawn by code: no file to ship, no licence to ask for, the same on every machine.

`PICTURES[key]` holds what the library asks about a picture (`alt`, `credit`, the file's `name`) and `draw`, the
function that makes its bytes; `draw(key)` calls it. Every sheet is 1600 × 1000, less than 250 kB and drawn in less
than a second: landscapes and emblems are JPEG with the tooth of paper, charts are PNG in flat colours.
`results` draws a case's figures: give it the numbers and it is a new picture.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypedDict

from demo.pictures import charts, emblems, landscapes, results, scenes, things

CREDIT = "嶺上創意繪"


class Picture(TypedDict):
    """What is known of one picture before it is drawn."""

    name: str
    alt: str
    credit: str
    draw: Callable[[], bytes]


def _picture(name: str, alt: str, draw: Callable[[], bytes]) -> Picture:
    return {"name": name, "alt": alt, "credit": CREDIT, "draw": draw}


PICTURES: dict[str, Picture] = {
    "dawn": _picture("dawn.jpg", "清晨的五層山脊，紅日剛從遠山後面升起", landscapes.dawn),
    "valley": _picture("valley.jpg", "霧氣一層層漫過山谷，近處山腰有一座紅頂小亭", landscapes.valley),
    "slope": _picture("slope.jpg", "一道長長的山坡上長著高低不一的松樹，遠處是平緩的山影", landscapes.slope),
    "night": _picture("night.jpg", "月夜的山脊，山腳下亮著幾盞燈", landscapes.night),
    "dusk": _picture("dusk.jpg", "朱紅色的黃昏，落日停在層層深色山影之上", landscapes.dusk),
    "river": _picture("river.jpg", "一條河從遠山的缺口流出，繞過平地，越近越寬", landscapes.river),
    "terraces": _picture("terraces.jpg", "一級接一級的梯田，其中一級映著晚霞", landscapes.terraces),
    "contours": _picture(
        "contours.jpg", "等高線地圖上的兩座山頭，一條紅色虛線經過第一座，通到插旗的第二座", landscapes.contours
    ),
    "water": _picture("water.jpg", "一滴水懸在水面上方，同心的波紋向外散開", emblems.water),
    "bread": _picture("bread.jpg", "十二個割過紋的麵包排成三行，其中一個是紅色", emblems.bread),
    "blocks": _picture("blocks.jpg", "許多高低不同的方塊排成一片，中間一塊是紅色的", emblems.blocks),
    "joint": _picture("joint.jpg", "一副鉸鏈：兩片金屬板由一根紅色的軸連在一起", emblems.joint),
    "funnel": _picture(
        "funnel.png", "四層漏斗：10,000、3,400、136、17，逐層收窄，各層之間的比例是 34.0%、4.0%、12.5%", charts.funnel
    ),
    "bars": _picture("bars.png", "三組前後對比的長條：32 到 71，18 到 46，54 到 63", charts.bars),
    "calendar": _picture("calendar.png", "四週的內容日曆：每週一格長文、兩格短文，第二十八天是復盤", charts.calendar),
    "triangle": _picture(
        "triangle.png", "三個角標著 1、2、3 的三角形，一個紅點落在偏向 1 和 2 的位置", charts.triangle
    ),
    "lines": _picture(
        "lines.png", "十二個月的兩條線：虛線在 41 上下持平，實線從 2 升到 92，在第八個月越過虛線", charts.lines
    ),
    "water-pages": _picture("water-pages.png", "312 張小紙片排成一片，其中 94 張是深色的", results.kept(312, 94)),
    "water-leads": _picture(
        "water-leads.png",
        "十二個月的折線：從 26 起，第四個月略降，第六個月之後一路升到 81",
        results.months((26, 27, 28, 26, 30, 36, 43, 51, 58, 66, 74, 81)),
    ),
    "water-share": _picture(
        "water-share.png", "四根柱子，深色的部分依次是 74%、60%、45%、31%", results.shares((74, 60, 45, 31))
    ),
    "bread-pushes": _picture(
        "bread-pushes.png",
        "兩個星期的格子：原來每天三格，共 21 格；後來共 15 格，其中一格是紅色",
        results.week((3, 3, 3, 3, 3, 3, 3), (2, 2, 2, 3, 2, 2, 2)),
    ),
    "bread-return": _picture("bread-return.png", "兩組各一百個圓點，塗色的從 9 個到 31 個", results.hundred(9, 31)),
    "paper-pages": _picture("paper-pages.png", "68 張紙排成幾行，其中 12 張是深色的", results.kept(68, 12)),
    "paper-form": _picture("paper-form.png", "兩張表單：左邊九欄，右邊兩欄和一個紅色按鈕", results.fields(9, 2)),
    "hinge-mark": _picture("hinge-mark.png", "同一個標誌的三種尺寸，標著 3 m、30 cm 和 3 cm", results.mark_in_sizes),
    "cohorts": _picture("cohorts.png", "八批用戶在八週裡的留存方格，後四批褪色得比前四批慢", charts.cohorts),
    "fields": _picture("fields.png", "十一欄、五欄、三欄的表單，旁邊的長條是 19、41、57", charts.fields),
    "waterfall": _picture("waterfall.png", "從 41 開始的瀑布圖，五次扣減之後落在負 1.1", charts.waterfall),
    "people": _picture("people.png", "兩百個小圓點，其中七十六個是深綠色", charts.people),
    "queries": _picture("queries.png", "十二條由長到短的橫條，其中四條是紅色", charts.queries),
    "sieve": _picture("sieve.jpg", "一面圓篩，細砂紛紛落下，幾顆紅色的留在網上", things.sieve),
    "relay": _picture("relay.jpg", "俯看的跑道上，一根紅色接力棒正從一人交給另一人", things.relay),
    "candles": _picture("candles.jpg", "七支蠟燭由長到短排開，最後一支已經熄了", things.candles),
    "tea": _picture("tea.jpg", "桌上兩碗熱茶，中間攤著一張寫滿字的紙", things.tea),
    "abacus": _picture("abacus.jpg", "一把算盤，其中一顆珠子是紅色的", things.abacus),
    "keys": _picture("keys.jpg", "一串掛著的鑰匙，其中一把是紅色的", things.keys),
    "sheets": _picture("sheets.jpg", "一疊略微錯開的稿紙，最上面一張有三道紅色的刪改線", things.sheets),
    "balance": _picture("balance.jpg", "一架天平，左邊是許多小石子，右邊一塊紅色大石略微下沉", things.balance),
    "signboard": _picture("signboard.jpg", "一塊招牌漆到一半，右半邊還看得見舊的筆畫", things.signboard),
    "kites": _picture("kites.jpg", "山脊上空六個大小不一的風箏，最大的一個是紅色", scenes.kites),
    "doors": _picture("doors.jpg", "一面牆上三扇門，中間的一扇半開，透出光來", scenes.doors),
    "wave": _picture("wave.jpg", "高低起伏的聲波，其中一小段是紅色", scenes.wave),
    "shore": _picture("shore.jpg", "海灘上大小不一的卵石，有些是深綠色，只有一顆是紅色", scenes.shore),
    "garden": _picture("garden.jpg", "四排插著標籤的幼苗，有一個紅色標籤旁邊什麼也沒長", scenes.garden),
    "lantern": _picture("lantern.jpg", "夜裡一盞紅燈籠，照亮小徑上最近的幾塊石頭", scenes.lantern),
    "bridge": _picture("bridge.jpg", "一座石拱橋跨過河谷，左岸的幾條小路都通到橋頭", scenes.bridge),
    "pencils": _picture("pencils.jpg", "一排用得長短不一的鉛筆，其中一支是紅色", things.pencils),
    "vials": _picture("vials.jpg", "架上一排試管，液面高低不同，其中一支是紅色", things.vials),
    "ledger": _picture("ledger.jpg", "攤開的帳簿，最後一行蓋著一個紅色的勾", things.ledger),
    "containers": _picture("containers.jpg", "碼頭上疊著貨櫃，一個紅色的正被吊起", things.containers),
    "cottage": _picture("cottage.jpg", "雨中的山坡上一間小屋，一扇窗亮著", scenes.cottage),
    "stairs": _picture("stairs.jpg", "側看的樓梯，三層各有一扇門，中間的是紅色", scenes.stairs),
    "orchard": _picture("orchard.jpg", "山坡上一排排果樹，其中一棵先結了果", scenes.orchard),
    "boats": _picture("boats.jpg", "水面上六隻紙船，其中一隻是紅色", scenes.boats),
    "freight-call": _picture("freight-call.png", "兩組各一百個圓點，塗色的從 29 個到 44 個", results.hundred(29, 44)),
    "freight-late": _picture(
        "freight-late.png", "四根柱子，深色的部分依次是 18%、9%、4%、1%", results.shares((18, 9, 4, 1))
    ),
    "stationery-teachers": _picture(
        "stationery-teachers.png", "兩組各一百個圓點，塗色的從 12 個到 58 個", results.hundred(12, 58)
    ),
    "stationery-swaps": _picture(
        "stationery-swaps.png",
        "九個月的折線：從 300 起，第四個月陡升，最後到 2,140",
        results.months((300, 310, 340, 980, 1210, 1380, 1650, 1900, 2140)),
    ),
    "lab-pages": _picture("lab-pages.png", "640 張小紙片排成一片，其中 212 張是深色的", results.kept(640, 212)),
    "lab-errors": _picture(
        "lab-errors.png",
        "十四天的折線：從 214 起急降，第五天 12，最後一天是 0",
        results.months((214, 120, 61, 28, 12, 9, 7, 6, 4, 3, 2, 1, 1, 0)),
    ),
    "guest-nights": _picture("guest-nights.png", "兩組各一百個圓點，塗色的從 31 個到 52 個", results.hundred(31, 52)),
    "guest-direct": _picture(
        "guest-direct.png", "四根柱子，深色的部分依次是 18%、27%、39%、46%", results.shares((18, 27, 39, 46))
    ),
    "nursery-visits": _picture(
        "nursery-visits.png", "六個月的折線：從 9 一路升到 27", results.months((9, 11, 12, 16, 22, 27))
    ),
    "nursery-signed": _picture(
        "nursery-signed.png", "兩組各一百個圓點，塗色的從 22 個到 41 個", results.hundred(22, 41)
    ),
    "bookkeeping-signed": _picture(
        "bookkeeping-signed.png", "兩組各一百個圓點，塗色的從 11 個到 23 個", results.hundred(11, 23)
    ),
    "bookkeeping-enquiries": _picture(
        "bookkeeping-enquiries.png",
        "七個月的折線：從 118 降到 84 上下，之後走平",
        results.months((118, 96, 82, 85, 83, 86, 84)),
    ),
    "orchard-presold": _picture(
        "orchard-presold.png", "兩組各一百個圓點，塗色的從 12 個到 48 個", results.hundred(12, 48)
    ),
    "orchard-writing": _picture(
        "orchard-writing.png",
        "兩個星期的格子：原來每天兩格，後來一週只有兩格",
        results.week((2, 2, 2, 2, 2, 2, 2), (1, 0, 0, 1, 0, 0, 0)),
    ),
    "property-lines": _picture("property-lines.png", "兩張單子：左邊九行，右邊三行", results.fields(9, 3)),
    "property-read": _picture("property-read.png", "兩組各一百個圓點，塗色的從 23 個到 61 個", results.hundred(23, 61)),
}


def draw(key: str) -> bytes:
    """The picture's file; raises KeyError for a key that `PICTURES` does not hold."""
    return PICTURES[key]["draw"]()


def draw_all() -> Iterator[tuple[str, bytes]]:
    """Every picture with its file, drawn by as many processes as there are processors, in the order of `PICTURES`."""
    new = multiprocessing.get_context("spawn")  # a copy of this process would share its connection to the database
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4), mp_context=new) as pool:
        yield from zip(PICTURES, pool.map(draw, PICTURES), strict=True)
