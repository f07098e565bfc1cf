from django.urls import path

from cms.site import views

app_name = "site"
urlpatterns = [path("qr/<path:page>.svg", views.page_code, name="page-code")]
