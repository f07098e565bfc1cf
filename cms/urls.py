"""Every address of the site, in the order in which they are tried."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("cms.people.urls")),
    path("admin/outbox/", include("cms.outbox.urls")),
    path("admin/richtext/", include("cms.richtext.urls")),
    path("admin/calendar/", include("cms.calendar.urls")),
    path("admin/", include("cms.workbench.urls")),
    path("", include("cms.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("cms.library.urls")),
    path("", include("cms.publishing.urls")),
    path("review/", include("cms.review.urls")),
    path("", include("cms.site.urls")),
    path("", include("reach.urls")),
    path("", include("services.urls")),
    path("", include("articles.urls")),
    path("", include("leads.urls")),
    path("", include("pages.urls")),
]

handler403 = "cms.desk.views.forbidden"
handler404 = "cms.publishing.views.not_found"
handler500 = "cms.site.views.server_error"
