"""News: articles, who wrote them, where they stand and where they come from.

`sections` has what orders and signs articles, `articles` the articles with their parts, `series` what puts them into
an order of reading, `questions` what readers ask.
"""

from articles.models.articles import Article, ArticleFaq, ArticleQuerySet, Citation, Pin, TitleVariant
from articles.models.questions import Question
from articles.models.sections import Author, Channel, Source, Tag
from articles.models.series import Series, SeriesEntry

__all__ = [
    "Article",
    "ArticleFaq",
    "ArticleQuerySet",
    "Author",
    "Channel",
    "Citation",
    "Pin",
    "Question",
    "Series",
    "SeriesEntry",
    "Source",
    "Tag",
    "TitleVariant",
]
