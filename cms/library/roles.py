"""Writers fill the library; only editors empty it, and nobody what is in use."""

_FILL = [f"library.{verb}_{model}" for model in ("picture", "document") for verb in ("add", "view", "change")]

ROLES = {
    "author": _FILL,
    "editor": [*_FILL, "library.delete_picture", "library.delete_document"],
}
