from django.urls import path

from cms.library import views

app_name = "library"
urlpatterns = [path("media/<str:name>", views.media, name="media")]
