from django.contrib import admin
from django.urls import path

from cms.outbox.admin.overview import overview

urlpatterns = [path("overview/", admin.site.admin_view(overview), name="outbox-overview")]
