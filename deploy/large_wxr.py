"""A WordPress export of any size, to measure moving in: `python deploy/large_wxr.py 20000 > large.xml`.

Posts of some 2,000 characters with categories, tags, an author, links to each other and a shortcode; no two are equal,
and the same number gives the same file.
"""

import random
import sys

SITE = "https://old.example"
SIGNS = "品牌內容策略讀者標題數據客戶預算渠道表單搜尋案例週報選題文案設計轉化留存口碑節奏判斷"
WORDS = [SIGNS[at : at + 2] for at in range(0, len(SIGNS), 2)]
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Large</title><link>{SITE}</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{SITE}</wp:base_site_url><wp:base_blog_url>{SITE}</wp:base_blog_url>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login>amy</wp:author_login>
<wp:author_display_name>林美</wp:author_display_name></wp:author>
"""


def sentence(made: random.Random) -> str:
    return "".join(made.choices(WORDS, k=made.randint(6, 14))) + "。"


def body(made: random.Random, number: int, total: int) -> str:
    blocks = [f'<p>看<a href="{SITE}/?p={made.randint(1, total)}">這一篇</a>和<strong>重點</strong>。</p>', "[toc]"]
    for part in range(6):
        blocks.append(f"<h2>第 {number} 篇的第 {part} 節</h2>")
        blocks += [f"<p>{''.join(sentence(made) for _sentence in range(6))}</p>" for _paragraph in range(2)]
    return "\n".join(blocks)


def item(number: int, total: int) -> str:
    made = random.Random(number)
    year, month, day = 2010 + number % 14, 1 + number % 12, 1 + number % 28
    terms = f'<category domain="category" nicename="c{number % 8}"><![CDATA[分類 {number % 8}]]></category>'
    for tag in {made.randint(1, 200) for _tag in range(3)}:
        terms += f'<category domain="post_tag" nicename="t{tag}"><![CDATA[標籤 {tag}]]></category>'
    return f"""<item><title>第 {number} 篇：{sentence(made)[:20]}</title>
<link>{SITE}/{year}/{month:02}/p{number}/</link>
<dc:creator>amy</dc:creator><content:encoded><![CDATA[{body(made, number, total)}]]></content:encoded>
<excerpt:encoded><![CDATA[{sentence(made)}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date_gmt>{year}-{month:02}-{day:02} 02:00:00</wp:post_date_gmt><wp:post_name>p{number}</wp:post_name>
<wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>
<wp:post_password></wp:post_password>{terms}</item>
"""


def main(total: int) -> None:
    sys.stdout.write(HEAD)
    for number in range(1, total + 1):
        sys.stdout.write(item(number, total))
    sys.stdout.write("</channel></rss>\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
