"""The doors beside the sign-in. Django and Unfold look for the names of the password reset without a namespace."""

from django.contrib import admin
from django.urls import include, path

from cms.people import views

guarded = admin.site.admin_view
own = [
    path("invitation/<str:token>/", views.Invitation.as_view(), name="invitation"),
    path("profile/", guarded(views.profile), name="profile"),
    path("profile/telling/", guarded(views.telling), name="telling"),
    path("profile/address/<str:token>/", guarded(views.new_address), name="new-address"),
]
urlpatterns = [
    path("", include((own, "people"))),
    path("password_reset/", views.PasswordReset.as_view(), name="admin_password_reset"),
    path("password_reset/sent/", views.PasswordResetDone.as_view(), name="password_reset_done"),
    path("password_reset/done/", views.PasswordResetComplete.as_view(), name="password_reset_complete"),
    path("password_reset/<uidb64>/<token>/", views.PasswordResetConfirm.as_view(), name="password_reset_confirm"),
]
