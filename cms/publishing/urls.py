from django.urls import path

from cms.publishing.views import Preview

app_name = "publishing"
urlpatterns = [
    path("preview/<str:kind>/<uuid:uuid>/", Preview.as_view(), name="preview"),
    path("preview/<str:kind>/<uuid:uuid>/<int:revision>/", Preview.as_view(), name="preview-revision"),
]
