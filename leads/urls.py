from django.urls import path

from leads import views

app_name = "leads"
urlpatterns = [
    path("contact/send/", views.SendEnquiry.as_view(), name="send"),
    path("contact/send/<slug:key>/", views.SendForm.as_view(), name="send-form"),
    path("contact/thanks/", views.Thanks.as_view(), name="thanks"),
    path("contact/thanks/<slug:key>/", views.Thanks.as_view(), name="thanks-for"),
    path("contact/thanks/<slug:key>/mailed/", views.Thanks.as_view(is_mailed=True), name="thanks-mailed"),
    path("contact/download/<str:token>/", views.Download.as_view(), name="download"),
]
