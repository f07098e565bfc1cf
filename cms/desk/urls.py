from django.contrib import admin
from django.urls import path

from cms.desk import views

guarded = admin.site.admin_view
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/r/<int:content_type_id>/<path:object_id>/", guarded(views.view_on_site)),
    path("admin/search/", guarded(views.search)),
    path("admin/handbook/", guarded(views.handbook), name="handbook"),
]
