from django.apps import AppConfig


class RichTextConfig(AppConfig):
    """The one rich-text field: its editor, its sanitiser, and how readers get it."""

    name = "cms.richtext"
    label = "richtext"
