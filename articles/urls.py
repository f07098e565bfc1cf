from django.urls import path

from articles import asking, views

app_name = "articles"
urlpatterns = [
    path("news/", views.ArticleList.as_view(), name="list"),
    path("news/channel/<str:slug>/", views.ArticlesInChannel.as_view(), name="channel"),
    path("news/tag/<str:slug>/", views.ArticlesTagged.as_view(), name="tag"),
    path("news/author/<str:slug>/", views.ArticlesByAuthor.as_view(), name="author"),
    path("news/archive/", views.Archive.as_view(), name="archive"),
    path("news/archive/<int:year>/<int:month>/", views.ArticlesInMonth.as_view(), name="month"),
    path("news/series/", views.SeriesList.as_view(), name="series"),
    path("news/series/<str:slug>/", views.SeriesDetail.as_view(), name="series-detail"),
    path("news/<str:slug>/ask/", asking.AskQuestion.as_view(), name="ask"),
    path("news/<str:slug>/ask/thanks/", asking.QuestionAsked.as_view(), name="asked"),
    path("news/<str:slug>/", views.ArticleDetail.as_view(), name="detail"),
]
