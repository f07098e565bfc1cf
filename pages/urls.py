from django.urls import path, register_converter
from django.urls.converters import StringConverter

from pages import components, views
from pages.models import PATH


class PagePath(StringConverter):
    """Slugs with slashes between them; whatever else is asked for was never a page."""

    regex = PATH


register_converter(PagePath, "page")

app_name = "pages"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("preview/components/", components.Components.as_view(), name="components"),
    path("search/", views.Search.as_view(), name="search"),
    path("<page:path>/", views.PageDetail.as_view(), name="detail"),
]
