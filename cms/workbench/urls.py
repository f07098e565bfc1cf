from django.contrib import admin
from django.urls import path

from cms.workbench import views
from cms.workbench.replacing import views as replacing

app_name = "workbench"
guarded = admin.site.admin_view
urlpatterns = [
    path("begin/<int:pk>/", guarded(views.begin), name="begin"),
    path("filters/of/<str:kind>/", guarded(views.save_filter), name="save-filter"),
    path("filters/<int:pk>/remove/", guarded(views.remove_filter), name="remove-filter"),
    path("replace/", guarded(replacing.replace), name="replace"),
]
