"""A text that was only opened in the editor and saved is the same text: no new revision, no approval lost."""

import pytest

from cms.richtext.storing import storable
from demo import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    '<h2>一</h2><p>字 <a href="https://example.com/" title="例">外</a>，<strong>重</strong><br>下一行</p>'
    "<ul><li>甲<ul><li>乙</li></ul></li></ul><table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    "<blockquote><p>引</p></blockquote><pre><code>x = 1\n  y</code></pre>"
    '<figure class="picture"><img data-picture="{picture}" src="/admin/library/picture/{picture}/file/" alt="山">'
    "<figcaption>圖一</figcaption></figure><p>尾</p>"
)


def test_what_the_editor_gives_back_untouched_is_what_was_stored(open_editor, editor):
    picture = builders.picture()
    article = builders.article(body=TEXT.format(picture=picture.pk))
    page = open_editor(article)
    given = page.evaluate("CKEDITOR.instances.id_body.getData()")
    assert given != article.body  # it is laid out otherwise
    assert storable(given) == storable(article.body) == article.body
