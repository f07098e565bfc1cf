from django.urls import path

from cms.review import views

app_name = "review"
urlpatterns = [
    path("picture/<str:signed>/", views.ReviewPicture.as_view(), name="picture"),
    path("<str:token>/", views.ClientReview.as_view(), name="client"),
]
