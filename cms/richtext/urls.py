from django.contrib import admin
from django.urls import path

from cms.richtext import views

app_name = "richtext"
urlpatterns = [
    path("pasted/", admin.site.admin_view(views.pasted), name="pasted"),
    path("video/", admin.site.admin_view(views.video), name="video"),
]
