from django.urls import path

from services import views

app_name = "services"
urlpatterns = [
    path("services/", views.ServiceList.as_view(), name="list"),
    path("services/<str:slug>/", views.ServiceDetail.as_view(), name="detail"),
    path("cases/", views.CaseStudyList.as_view(), name="cases"),
    path("cases/service/<str:slug>/", views.CaseStudiesByService.as_view(), name="cases-by-service"),
    path("cases/industry/<str:slug>/", views.CaseStudiesByIndustry.as_view(), name="cases-by-industry"),
    path("cases/<str:slug>/", views.CaseStudyDetail.as_view(), name="case-detail"),
]
