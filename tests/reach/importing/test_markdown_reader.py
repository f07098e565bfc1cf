"""Markdown as Hugo, Jekyll, Hexo, Obsidian and our own export write it, as entries."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.richtext.sanitiser import clean
from reach.entries import Entry
from reach.importing.readers.markdown import MarkdownReader
from reach.importing.sources import Source, Unreadable, reader_of
from tests.reach.importing.zips import packed, source_of

PNG = b"\x89PNG\r\n\x1a\n"


def entries(files, name="folder.zip") -> dict[str, Entry]:
    source = source_of(files, name)
    reader = reader_of(source)
    assert isinstance(reader, MarkdownReader)
    found = list(reader.read(source))
    assert found == list(reader.read(source)), "read again it is something else"
    return {entry.key: entry for entry in found}


def entry(text: str, path="posts/a.md", **others) -> Entry:
    return entries({path: text} | others)[path]


# --- Front matter ----------------------------------------------------------------------------------------------------


def test_yaml_says_what_the_article_is_in_the_words_of_every_program():
    found = entry(
        "---\ntitle: 'A: b'\nsubtitle: c\ndate: 2019-05-01 10:00:00\nslug: my-slug\npermalink: /2019/05/my-slug.html\n"
        "redirect_from: [/old/]\ncategories: [品牌]\ntags: 策略, 命名\nauthor: 林\nexcerpt: S\n"
        "image: https://example.com/a.png\ndraft: false\n---\nText"
    )
    assert found.fields == {
        "title": "A: b",
        "subtitle": "c",
        "slug": "my-slug",
        "summary": "S",
        "channel": {"name": "品牌"},
        "tags": [{"name": "策略"}, {"name": "命名"}],
        "author": {"name": "林"},
        "cover": "https://example.com/a.png",
        "body": "<p>Text</p>",
    }
    assert found.addresses == ["/2019/05/my-slug.html", "/old/", "/posts/a.md"]
    assert (found.live_from, found.state) == ("2019-05-01T10:00:00+08:00", "published")
    assert found.notes == []


@pytest.mark.parametrize(
    "matter",
    [
        '+++\ntitle = "T"\ndate = 2019-05-01T10:00:00+08:00\ndraft = true\ncategories = ["C"]\ncover = "x"\n+++\n',
        '{"title": "T", "date": "2019-05-01T10:00+08:00", "draft": 1, "categories": ["C"], "cover": {"image": "x"}}\n',
        "title: T\ndate: 2019-05-01 10:00:00\npublished: false\ncategories: C\ncover: x\n---\n",
        "---\n標題: T\n日期: 2019年5月1日 10:00\n狀態: draft\n分類: C\n封面: x\n---\n",
    ],
)
def test_toml_json_hexo_and_chinese_say_the_same(matter):
    found = entry(matter + "Text")
    assert found.fields["title"] == "T"
    assert found.fields["channel"] == {"name": "C"}
    assert found.fields["cover"] == "posts/x"
    assert (found.live_from, found.state) == ("2019-05-01T10:00:00+08:00", "draft")


@pytest.mark.parametrize(("said", "title"), [("no", "no"), ("2019", "2019"), ("1e3", "1e3"), ("12:30:00", "12:30:00")])
def test_a_title_that_yaml_takes_for_something_else_stays_a_title(said, title):
    assert entry(f"---\ntitle: {said}\n---\nText").fields["title"] == title


def test_yaml_that_is_not_valid_is_read_line_by_line_and_noted():
    found = entry("---\ntitle: Brand: a promise\ndate: 2019-05-01\n---\nText")
    assert found.fields["title"] == "Brand: a promise"
    assert found.live_from == "2019-05-01T00:00:00+08:00"
    assert "not valid" in found.notes[0]


def test_aliases_that_grow_without_end_are_refused_and_the_text_is_kept():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    found = entry(f"---\n{bomb}---\nText")
    assert found.fields["body"] == "<p>Text</p>"
    assert "aliases" in found.notes[0]


@pytest.mark.parametrize("matter", ["[" * 5_000, "a: " + "{a: " * 5_000, "!!python/object/apply:os.system ['x']"])
def test_a_front_matter_made_to_do_harm_leaves_the_text(matter):
    assert "Text" in entry(f"---\n{matter}\n---\nText").fields["body"]


def test_a_rule_above_a_text_is_no_front_matter():
    assert "<hr>" in entry("---\n\nOnly words\n\nand more").fields["body"]


def test_what_has_no_place_is_named_once():
    assert entry("---\ntitle: T\nfoo: 1\nlastmod: 2020-01-01\ntoc: true\n---\nText").notes == [
        "Not taken over: foo、lastmod."
    ]


def test_further_categories_become_tags_and_that_is_said():
    found = entry("---\ncategories:\n- [A, B]\ntags: [C]\n---\nText")
    assert found.fields["channel"] == {"name": "A"}
    assert found.fields["tags"] == [{"name": "C"}, {"name": "B"}]
    assert "B" in found.notes[0]


def test_a_page_is_a_page_with_its_text_as_a_section():
    found = entry("---\ntitle: 關於\nlayout: page\ntags: [x]\n---\n![p](a.png)", **{"posts/a.png": PNG})
    assert found.kind == "pages.page"
    body = '<p><img src="posts/a.png" alt="p"></p>'
    assert found.parts == {"sections": [{"content": {"kind": "text", "body": body}}]}
    assert "tags" not in found.fields
    assert "x" in found.notes[0]


def test_without_front_matter_the_heading_is_the_title_and_the_name_the_date():
    found = entry("# 品牌\n\n## Two\n\nText", "_posts/2019-05-01-brand-name.md")
    assert found.fields == {"title": "品牌", "slug": "brand-name", "body": "<h2>Two</h2><p>Text</p>"}
    assert found.live_from == "2019-05-01T00:00:00+08:00"


def test_more_headings_of_the_first_level_all_go_one_down():
    assert entry("---\ntitle: T\n---\n# A\n\n## B\n\n# C").fields["body"] == "<h2>A</h2><h3>B</h3><h2>C</h2>"


def test_a_bundle_is_called_after_its_folder_and_drafts_are_drafts():
    found = entry("Text", "content/drafts/my-post/index.zh-tw.md")
    assert (found.fields["slug"], found.state) == ("my-post", "draft")


def test_plain_text_has_a_paragraph_for_each_line():
    source = Source("note.txt", packed({}))
    source.file = type(source.file)("品牌策略\r\n\r\n　　第一段 *x*。\r\n　　第二段<b>。".encode("gbk"))
    [found] = reader_of(source).read(source)
    assert found.fields["title"] == "品牌策略"
    assert found.fields["body"] == "<p>第一段 *x*。</p><p>第二段&lt;b&gt;。</p>"
    assert "GBK" in found.notes[0]


# --- What a text refers to -------------------------------------------------------------------------------------------

FOLDER = {
    "blog/posts/other.md": "---\npermalink: /other/\n---\nx",
    "blog/posts/a/pic one.png": PNG,
    "blog/images/My Pic.png": PNG,
    "blog/static/img/x.png": PNG,
    "blog/files/price.pdf": b"%PDF",
    "blog/notes/想法.md": "x",
}


@pytest.mark.parametrize(
    ("written", "ref"),
    [
        ("![p](<../images/My Pic.png>)", "blog/images/My%20Pic.png"),
        ("![p](../images/my%20pic.png)", "blog/images/My%20Pic.png"),
        ('<img src="..\\images\\My Pic.png" alt="p">', "blog/images/My%20Pic.png"),
        ("![p](/img/x.png?v=2)", "blog/static/img/x.png"),
        ("![p](<pic one.png>)", "blog/posts/a/pic%20one.png"),
        ("{% asset_img x.png p %}", "blog/static/img/x.png"),
        ('{{< figure src="/img/x.png" alt="p" >}}', "blog/static/img/x.png"),
        ("![[My Pic.png|p]]", "blog/images/My%20Pic.png"),
        ("![p](//cdn.example.com/x.png)", "https://cdn.example.com/x.png"),
        ("![p](../images/gone.png)", "blog/images/gone.png"),
        ("![p](../../../../etc/passwd)", "etc/passwd"),
    ],
)
def test_pictures_are_found_as_each_program_finds_them_or_keep_a_name(written, ref):
    body = entry(written, "blog/posts/a.md", **FOLDER).fields["body"]
    assert f'<img src="{ref}" alt="p">' in clean(body)


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("[x](other.md#two)", '<a href="/blog/posts/other.md#two">x</a>'),
        ("[x](/posts/other)", '<a href="/blog/posts/other.md">x</a>'),
        ('[x]({{< ref "other.md" >}})', '<a href="/blog/posts/other.md">x</a>'),
        ("[x]({% post_url other %})", '<a href="/blog/posts/other.md">x</a>'),
        ("{% post_link other x %}", '<a href="/blog/posts/other.md">x</a>'),
        ("[[想法|x]]", '<a href="/blog/notes/想法.md">x</a>'),
        ("[[nothing|x]]", "x"),
        ("[x](#nowhere)", "x"),
        ("[x](https://example.com/)", '<a href="https://example.com/">x</a>'),
        ("[x](/about/)", '<a href="/about/">x</a>'),
        ("[x](javascript:alert(1))", "x"),
    ],
)
def test_links_between_files_lead_to_an_address_of_the_other_entry(written, link):
    found = entries({"blog/posts/a.md": written} | FOLDER)
    assert link in found["blog/posts/a.md"].fields["body"].replace("%E6%83%B3%E6%B3%95", "想法")
    assert found["blog/posts/other.md"].addresses == ["/other/", "/blog/posts/other.md"]


def test_a_document_that_is_linked_to_comes_along_once():
    found = entries(
        {"blog/posts/a.md": "[p](../files/price.pdf)", "blog/posts/b.md": "[p](../files/price.pdf)"} | FOLDER
    )
    document = found["blog/files/price.pdf"]
    assert (document.kind, document.addresses) == ("library.document", ["/blog/files/price.pdf"])
    assert '<a href="/blog/files/price.pdf">' in found["blog/posts/b.md"].fields["body"]


def test_refs_open_to_the_bytes_and_nothing_else_does():
    source = source_of(FOLDER | {"blog/posts/a.md": "![p](data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==)"})
    reader = reader_of(source)
    found = {entry.key: entry for entry in reader.read(source)}
    assert 'src="blog/posts/a.md#inline-1"' in clean(found["blog/posts/a.md"].fields["body"])
    assert reader.open(source, "blog/posts/a.md#inline-1").read().startswith(PNG)
    assert reader.open(source, "blog/images/My%20Pic.png").read() == PNG
    for ref in ("gone.png", "../../etc/passwd", "blog/posts/a.md#inline-2", "x#inline-1", "/etc/passwd"):
        assert reader.open(source, ref) is None


# --- The text --------------------------------------------------------------------------------------------------------


def test_footnotes_tables_tasks_and_strikes_survive_the_sanitiser():
    body = entry("a[^1] ~~b~~\n\n- [x] c\n- [ ] d\n\n|e|f|\n|-|-|\n|1|2|\n\n[^1]: g").fields["body"]
    assert clean(body) == body
    for piece in ("<sup>[1]</sup>", "<s>b</s>", "<li>☑ c</li>", "<li>☐ d</li>", "<th>e</th>", "<ol><li><p>g</p>"):
        assert piece in body


def test_raw_html_stays_and_what_acts_goes():
    body = entry(
        '<p onclick="x()">a <b>b</b></p>\n<script>c</script>\n<iframe src="https://d.example/"></iframe>'
    ).fields["body"]
    assert "<strong>b</strong>" in body
    assert "script" not in body
    assert "onclick" not in body


def test_code_shows_the_tags_of_the_program_as_they_are():
    text = "```\n{{< figure src=x >}} [[y]]\n```\n\n`{% raw %}` {% highlight python %}\nprint(1)\n{% endhighlight %}"
    body = entry(text).fields["body"]
    assert "{{&lt; figure src=x &gt;}} [[y]]" in body
    assert "<code>{% raw %}</code>" in body
    assert '<code class="language-python">print(1)' in body


def test_tags_that_nobody_knows_here_are_taken_out_and_named():
    found = entry(
        "a {{< mermaid >}}b{{< /mermaid >}} {% include x.html %} {{ site.baseurl }}c {{ youtube }}\n\n"
        "{{< youtube dQw4w9WgXcQ >}}"
    )
    assert "b" in found.fields["body"]
    assert "{{ youtube }}" in found.fields["body"]
    assert 'data-video="youtube:dQw4w9WgXcQ"' in clean(found.fields["body"])
    assert "include、mermaid" in found.notes[0]


def test_what_stands_above_the_fold_is_the_summary():
    assert entry("# T\n\nAbove *all*.\n\n<!-- more -->\n\nBelow").fields["summary"] == "Above all."


# --- Our own ---------------------------------------------------------------------------------------------------------

OURS = {
    "kind": "services.service",
    "key": "/services/brand/",
    "fields": {
        "title": "T",
        "body": "<p>exact&nbsp;<em>x</em></p>",
        "position": 3,
        "cover": "media/a.png",
        "summary": "",
    },
    "parts": {"faqs": [{"question": "Q", "answer": "<p>A</p>"}]},
    "addresses": ["/services/brand/"],
    "state": "published",
    "live_from": "2019-05-01T10:00:00+08:00",
}


def exported(markdown: str, digest: str | None = None, ours=OURS) -> str:
    digest = digest or hashlib.sha256(markdown.encode()).hexdigest()
    return f"---\ntitle: T\nridgeline: {json.dumps(ours)}\nridgeline_digest: {digest}\n---\n\n{markdown}\n"


def test_an_entry_of_ours_comes_back_as_it_was():
    assert entries({"a.md": exported("exact *x*")})["/services/brand/"] == Entry.from_json(OURS)


def test_what_was_edited_in_the_markdown_wins_over_the_text_that_we_kept():
    found = entries({"services/a.md": exported("new **x** ![p](../media/a.png)", "0" * 64), "media/a.png": PNG})
    found = found["/services/brand/"]
    assert found.fields["body"] == '<p>new <strong>x</strong> <img src="media/a.png" alt="p"></p>'
    assert found.fields["position"] == 3
    assert "changed in the Markdown" in found.notes[0]


@pytest.mark.parametrize(
    "broken",
    [{"kind": "x"}, {"key": 1}, {"fields": []}, {"parts": {"faqs": "x"}}, {"live_from": "soon"}, {"state": "x"}],
)
def test_an_entry_whose_types_are_wrong_is_read_as_anybodys_markdown(broken):
    found = entry(exported("Text", ours=OURS | broken))
    assert (found.kind, found.fields["title"], found.fields["body"]) == ("articles.article", "T", "<p>Text</p>")
    assert "no entry" in found.notes[0]


def test_lines_of_entries_come_first_and_a_broken_one_is_named_by_its_number():
    lines = [
        json.dumps({"kind": "articles.tag", "key": "a", "fields": {"name": "A"}}),
        "{",
        "",
        json.dumps([]),
        "9" * 5_000,
    ]
    source = source_of({"entries.jsonl": "\n".join(lines), "articles/README.md": "Text", "media/a.png": PNG})
    found = list(reader_of(source).read(source))
    assert [one.key for one in found] == ["a", "articles/README.md"]
    assert ["2" in source.notes[0], "4" in source.notes[1], "5" in source.notes[2]] == [True] * 3


def test_what_belongs_to_the_program_is_no_article_and_is_counted():
    source = source_of({"README.md": "x", "themes/a/b.md": "x", "content/_index.md": "x", "content/a.md": "x"})
    assert [one.key for one in reader_of(source).read(source)] == ["content/a.md"]
    assert "3 files" in source.notes[0]


# --- What is refused -------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_text_is_refused():
    source = Source("a.md", type(packed({}))(b"\x7fELF" + b"\0" * 100))
    with pytest.raises(Unreadable, match="no text"):
        list(MarkdownReader().read(source))


def test_a_member_that_cannot_be_read_is_an_entry_with_a_sentence():
    found = entries({"a.md": "Text", "bomb.md": b"\0" * 3_000_000, "large.md": " ".join(map(str, range(400_000)))})
    assert found["a.md"].fields["body"]
    assert "made to do harm" in found["bomb.md"].notes[0] or "larger" in found["bomb.md"].notes[0]
    assert found["large.md"].fields["body"] == ""
    assert "2,000,000" in found["large.md"].notes[0]


@given(st.text(st.sampled_from("#*_-[]()!`<>|~^:{}%\n \t'\"&=+aA1品.;/\\"), max_size=300))
def test_any_text_becomes_an_entry_whose_body_the_sanitiser_leaves_alone(text):
    found = entry(text)
    body = found.fields["body"]
    assert clean(clean(body)) == clean(body)
