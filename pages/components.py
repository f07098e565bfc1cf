"""Every component of the public site on one page, with its states, for the people who build and judge it."""

from decimal import Decimal

from django.contrib.admin.views.decorators import staff_member_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from articles.models import Article, Channel
from cms.intake.models import ConsentText
from cms.publishing.models import Faq
from cms.richtext.storing import storable
from cms.search.finding import mark
from leads.forms import LeadForm
from services.models import CaseStudy, Result, Service

LONG = "一個寫得很長的標題：當讀者在手機上讀到第二行還沒有結束，版面是否依然站得住，斷句是否落在詞與詞之間"
PROSE = """
<h2>段落、強調與連結</h2>
<p>一段話的寬度大約四十個字。<strong>粗體</strong>用來說重點，<em>強調</em>加的是著重號，
<a href="/news/">站內連結</a>與<a href="https://example.com/">站外連結</a>看得出分別。
行內的 <code>code</code> 也要讀得清楚。</p>
<h3>清單</h3>
<ul><li>第一項</li><li>第二項，長得需要換行的時候，第二行要對齊第一行的文字，而不是對齊前面的圓點
<ul><li>下一層</li></ul></li></ul>
<ol><li>先做這件</li><li>再做那件</li></ol>
<h3>引文</h3>
<blockquote><p>讀者記得的不是你說了什麼，而是你替他省下了什麼。</p></blockquote>
<h3>表格</h3>
<table><thead><tr><th>指標</th><th>之前</th><th>之後</th></tr></thead>
<tbody><tr><td>自然搜尋線索</td><td>12</td><td>41</td></tr><tr><td>平均回覆時間（分）</td><td>95</td><td>18</td></tr></tbody></table>
<h3>程式碼</h3>
<pre><code class="language-python">def reading_minutes(text: str) -> int:
    \"\"\"Whole minutes, at least one.\"\"\"
    return max(1, len(text) // 400)</code></pre>
"""


@method_decorator([staff_member_required, never_cache], name="dispatch")
class Components(View):
    """The page; it shows live content where there is some, and made-up states beside it."""

    def get(self, request):
        wrong = {"name": "", "contact": "12", "message": "", "path": "/", "about": ""}
        context = {
            "heading": _("Components"),
            "prose": storable(PROSE),
            "long": LONG,
            "articles": list(Article.objects.live().for_listing()[:3]),
            "services": list(Service.objects.live().for_listing()[:4]),
            "cases": list(CaseStudy.objects.live().for_listing()[:2]),
            "channels": list(Channel.objects.all()),
            "results": [
                Result(
                    label="自然搜尋線索",
                    before=Decimal(12),
                    after=Decimal(41),
                    unit="筆／月",
                    period="十個月",
                    evidence="表單紀錄",
                ),
                Result(
                    label="回覆時間",
                    before=Decimal(95),
                    after=Decimal(18),
                    unit="分",
                    shown_as="after",
                    period="三個月",
                ),
                Result(label="讀完率", before=Decimal(21), after=Decimal(63), unit="%", shown_as="times"),
            ],
            "faqs": [Faq("多久看得到成效？", "<p>第一篇被搜尋找到，通常要六到十週。</p>"), Faq(LONG, "<p>可以。</p>")],
            "form": LeadForm(data=wrong, consent_text=ConsentText.objects.current(), path="/", about=""),
            "pieces": mark("內容行銷的第一個月", (("内容",),)),
            "page_obj": Paginator(range(400), 20).page(7),
        }
        return render(request, "pages/components.html", context)
