"""Feeds for readers: the newest articles of the site or of one channel with their full text, as Atom and as RSS 2.0.

XML cannot hold the control characters that people paste unseen, so every text passes `readable` or the parser.
"""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.templatetags.static import static
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.models import Article, Channel
from cms.library.models import Picture
from cms.richtext.tree import readable
from cms.site.models import Identity
from reach import moved, portable

LENGTH = 20


class FullAtom(Atom1Feed):
    """Atom whose entries hold the whole text."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("icon", settings.SITE_URL + static("img/icon-192.png"))

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class FullRss(Rss201rev2Feed):
    """RSS whose items hold the whole text."""

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class LatestArticles(Feed):
    """The newest articles; of one channel when it is called with one."""

    feed_type: Any = FullAtom
    address = "reach:feed"

    def get_object(self, request, channel=None):
        return channel

    def title(self, channel):
        name = readable(Identity.current().name)
        return f"{readable(channel.name)} – {name}" if channel else name

    def subtitle(self, channel):
        identity = Identity.current()
        own = channel.description if channel else identity.slogan
        return escape(readable(own or identity.description)) or _("News")

    description = subtitle  # RSS's word for it, and required there

    def link(self, channel):
        return settings.SITE_URL + (channel.get_absolute_url() if channel else reverse("articles:list"))

    def feed_url(self, channel):
        address = f"reach:channel-{self.address.partition(':')[2]}" if channel else self.address
        return settings.SITE_URL + reverse(address, args=[channel.slug] if channel else [])

    def feed_guid(self, channel):
        return self.feed_url(channel)

    def items(self, channel):
        articles = Article.objects.live().newest_first().select_related("channel", "author")
        articles = articles.prefetch_related(Prefetch("cover", Picture.objects.for_display()))
        newest = list((articles.in_channel(channel) if channel else articles)[:LENGTH])
        portable.bodies(newest)
        agency = Identity.current().name
        for article in newest:
            article.signed = article.author.name if article.author else agency
        return newest

    def item_title(self, article):
        return escape(readable(article.title)) if self.feed_type is FullRss else readable(article.title)

    def item_description(self, article):
        return escape(readable(article.summary))

    def item_extra_kwargs(self, article):
        cover = portable.image_tag(article.cover) if article.cover else ""
        return {"content": cover + article.portable}

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    def item_guid(self, article):
        """Stays when the article is renamed."""
        return f"urn:uuid:{article.uuid}"

    item_guid_is_permalink = False

    def item_pubdate(self, article):
        return article.live_from

    def item_updateddate(self, article):
        return article.shown_update or article.live_from

    def item_author_name(self, article):
        return readable(article.signed)

    def item_categories(self, article):
        return [readable(article.channel.name)]


class LatestArticlesAsRss(LatestArticles):
    feed_type = FullRss
    address = "reach:feed-rss"


def in_channel(feed, address: str):
    """The view of one channel's feed; a channel that moved takes its feed along, one that is gone answers 410."""

    def view(request, slug):
        try:
            channel = Channel.objects.get(slug=slug)
        except Channel.DoesNotExist:
            return moved.answer(
                request, reverse("articles:channel", args=[slug]), lambda channel: reverse(address, args=[channel.slug])
            )
        return feed(request, channel=channel)

    return view
