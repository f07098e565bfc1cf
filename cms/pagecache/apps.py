from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class PageCacheConfig(AppConfig):
    """What a page was made of."""

    name = "cms.pagecache"
    label = "pagecache"

    def ready(self):
        from cms.pagecache import relations

        m2m_changed.connect(relations.bump_both_sides)
