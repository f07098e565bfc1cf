from django.contrib import admin
from django.urls import path

from cms.calendar import views

guarded = admin.site.admin_view
app_name = "calendar"
urlpatterns = [
    path("", guarded(views.calendar), {"span": "month"}, name="month"),
    path("week/", guarded(views.calendar), {"span": "week"}, name="week"),
    path("day/", guarded(views.calendar), {"span": "day"}, name="day"),
    path("plan/<int:pk>/move/", guarded(views.move), name="move"),
    path("plan/<int:pk>/done/", guarded(views.set_done), name="done"),
]
