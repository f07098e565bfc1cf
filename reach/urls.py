from django.urls import path

from reach import feeds, views

app_name = "reach"
atom, rss = feeds.LatestArticles(), feeds.LatestArticlesAsRss()
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("llms.txt", views.llms, name="llms"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", views.icon, {"name": "apple-touch-icon.png"}, name="touch-icon"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-lists.xml", views.sitemap_of_lists, name="sitemap-lists"),
    path("sitemap-news.xml", views.sitemap_of_news, name="sitemap-news"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.sitemap_of, name="sitemap-of"),
    path("feeds/news.xml", atom, name="feed"),
    path("feeds/news.rss", rss, name="feed-rss"),
    path("feeds/channel/<slug:slug>.xml", feeds.in_channel(atom, "reach:channel-feed"), name="channel-feed"),
    path("feeds/channel/<slug:slug>.rss", feeds.in_channel(rss, "reach:channel-feed-rss"), name="channel-feed-rss"),
    path("media/share/<str:name>", views.drawn, name="drawn"),
    path("news/<str:slug>.md", views.ArticleMarkdown.as_view(), name="markdown"),
]
