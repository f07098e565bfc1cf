from django.urls import path

from leads import views

app_name = "leads"
urlpatterns = [
    path("contact/send/", views.SendEnquiry.as_view(), name="send"),
    path("contact/thanks/", views.Thanks.as_view(), name="thanks"),
]
