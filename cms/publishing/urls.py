from django.urls import path

from cms.publishing.previewing import PreviewOfForm, PreviewOfNew

app_name = "publishing"
urlpatterns = [
    path("preview/new/<str:kind>/", PreviewOfNew.as_view(), name="preview-new"),
    path("preview/<str:kind>/<uuid:uuid>/", PreviewOfForm.as_view(), name="preview"),
    path("preview/<str:kind>/<uuid:uuid>/<int:revision>/", PreviewOfForm.as_view(), name="preview-revision"),
]
