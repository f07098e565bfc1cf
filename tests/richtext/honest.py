# ruff: noqa: E501  (each piece is one line, so that it can be read and compared as a whole)
"""Rich text as editors really write it. Each piece must pass the sanitiser unchanged, to the character."""

PIECES = {
    "headings": "<h2>品牌是什麼？</h2><h3>一、定位</h3><h4>1.1 對象</h4>",
    "a heading with its id": '<h2 id="s-k3x9ab">品牌是什麼</h2>',
    "emphasis": "<p>這是<strong>重點</strong>、<em>語氣</em>、<s>舊價</s>、<u>專名</u>、H<sub>2</sub>O 與 m<sup>2</sup>。</p>",
    "small things": "<p><mark>螢光</mark><small>附註</small>按 <kbd>Ctrl</kbd>+<kbd>S</kbd>，<var>x</var>、<samp>ok</samp></p>",
    "corrections": '<p>原價 <del datetime="2024-01-01">300</del> <ins>200</ins></p>',
    "ruby": "<p><ruby>嶺<rp>(</rp><rt>ㄌㄧㄥˇ</rt><rp>)</rp></ruby>上</p>",
    "an abbreviation": '<p><abbr title="Search Engine Optimization">SEO</abbr>與<dfn>關鍵詞</dfn></p>',
    "a time": '<p>發布於 <time datetime="2023-03-16T13:02:35+08:00">三月十六日</time></p>',
    "lists": '<ul><li>一</li><li>二<ul><li>二之一<ol><li>深</li></ol></li></ul></li></ul><ol start="3" type="a"><li>丙</li></ol>',
    "a reversed list": '<ol reversed="" start="5"><li>五</li><li value="3">三</li></ol>',
    "items of several paragraphs": "<ul><li><p>甲</p><p>乙</p></li><li><p>丙</p></li></ul>",
    "a table": (
        '<table><caption>價目</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col">項目</th>'
        '<th scope="col" colspan="2">價格</th></tr></thead><tbody><tr><th scope="row">甲</th><td rowspan="2">1</td>'
        "<td></td></tr><tr><td>2</td><td>3</td></tr></tbody><tfoot><tr><td>計</td><td>4</td><td>5</td></tr></tfoot></table>"
    ),
    "a quote": '<blockquote cite="https://example.com/speech"><p>讓好內容，長成好生意。</p><p>— <cite>嶺上</cite></p></blockquote>',
    "an inline quote": '<p>他說<q cite="/news/a/">好</q></p>',
    "code": '<pre><code class="language-python">if a &lt; b &amp;&amp; c:\n    print("好")\n\n\tend</code></pre><p><code>x = 1</code></p>',
    "plain preformatted text": "<pre>  兩格\n    四格</pre>",
    "a picture of the library": (
        '<figure class="picture"><img data-picture="42" src="/admin/library/picture/42/file/" alt="山脊">'
        "<figcaption>清晨的<em>山脊</em></figcaption></figure>"
    ),
    "a video": '<figure data-video="bilibili:BV1xx411c7mD"><figcaption>清晨的<strong>山脊</strong></figcaption></figure>',
    "a decorative picture": (
        '<figure class="picture"><img data-picture="7" src="/admin/library/picture/7/file/" alt=""></figure>'
    ),
    "an external picture": '<p>圖：<img src="https://example.com/a.png?x=1&amp;y=2" alt="圖表" width="640" height="480"></p>',
    "a figure around a table": "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>表一</figcaption></figure>",
    "links": (
        '<p><a href="https://example.com/?a=1&amp;b=2#c" title="例" hreflang="en">外</a> <a href="/news/品牌/">內</a> '
        '<a href="../x">旁</a> <a href="?page=2">頁</a> <a href="#s-a1b2c3">章</a> <a href="mailto:a@example.com">信</a> '
        '<a href="tel:+86-10-0000-0000">電</a> <a href="x.html">檔</a></p>'
    ),
    "a stamped link": '<p><a href="/news/x/" data-to="articles.article:42">x</a></p>',
    "a link around a picture": '<p><a href="/x/"><img src="/media/a.webp" alt="a"></a> 文</p>',
    "breaks": "<p>第一行<br>第二行<br><br>第四行</p><hr><p>長<wbr>字</p>",
    "details": '<details open=""><summary>問</summary><p>答</p></details>',
    "definitions": "<dl><dt>品牌</dt><dd>印象的總和</dd><dd>承諾</dd></dl>",
    "another language": '<p lang="ja">これは</p><p>說 <span lang="en">hello</span> 與 <bdi>שלום</bdi></p>',
    "right to left": '<p dir="rtl">שלום <span dir="ltr">abc</span></p>',
    "punctuation": "<p>「引」『內』——……《書》、；：？！（注）【框】～·﹏ “”‘’ – — …</p>",
    "spaces": "<p>\u3000\u3000首行縮排 &nbsp; 不換行\u2003全形\u200a細</p>",
    "emoji": "<p>👩‍👩‍👧‍👦 🇹🇼 👍🏽 ❤️ 𠮷野家 é</p>",
    "entities": '<p>A &amp; B &lt;c&gt; &amp;amp; &amp;copy; © ™ &quot;不是屬性"</p>'.replace("&quot;", '"'),
    "words about code": "<p>javascript: 與 onclick= 與 style= 都只是字；mso-list 也是。</p>",
    "adjacent emphasis": "<p><strong>甲</strong> <strong>乙</strong><em>丙</em></p>",
    "emphasis in emphasis": '<p><strong>甲<em>乙</em></strong><a href="/x/"><strong>丙</strong></a></p>',
    "text without a paragraph": "一段 &amp; 文字<strong>重</strong>",
    "numbers": "<p>1,000 &lt; 2,000；3 &gt; 2；50%；¥99；1º</p>",
}
WORD_FOR_WORD = "".join(PIECES.values())
