from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    """What a page was made of."""

    name = "cms.pagecache"
    label = "pagecache"
