"""Who may do what with the news: authors write and see their own, editors everything, analysts what is public."""

SMALL_THINGS = ("channel", "tag", "author", "source")

ROLES = {
    "author": [
        *(f"articles.{verb}_article" for verb in ("view", "add", "change", "delete")),
        *(f"articles.view_{model}" for model in (*SMALL_THINGS, "series")),
        "articles.add_tag",
    ],
    "editor": [
        *(
            f"articles.{verb}_{model}"
            for model in ("article", "series")
            for verb in ("view", "add", "change", "delete", "publish")
        ),
        *(f"articles.{verb}_{model}" for model in SMALL_THINGS for verb in ("view", "add", "change", "delete")),
        *(f"articles.{verb}_question" for verb in ("view", "change", "delete")),
        "articles.reveal_asker",
    ],
    "analyst": [f"articles.view_{model}" for model in ("article", "series", *SMALL_THINGS)],
}
