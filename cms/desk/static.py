"""How static files are collected and named.

Our own files, and the admin's, get a hash in their name and may be kept for ever. CKEditor loads its parts by
paths that it computes itself, so it stays outside the manifest; what the editor never uses is not even collected.
"""

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNHASHED = "ckeditor/"
# Named as they are by the editor and by error pages, which know no manifest; worth compressing all the same.
COMPRESSED_AS_NAMED = {"ckeditor/ckeditor/ckeditor.js", "css/site.css"}
UNUSED_PLUGINS = [
    "a11yhelp",
    "about",
    "adobeair",
    "ajax",
    "autoembed",
    "bbcode",
    "bidi",
    "codesnippet/lib",  # a highlighter; ours is on the server
    "codesnippetgeshi",
    "colorbutton",
    "colordialog",
    "copyformatting",
    "devtools",
    "div",
    "docprops",
    "easyimage",
    "embed",
    "embedbase",
    "embedsemantic",
    "emoji",
    "exportpdf",
    "find",
    "flash",
    "font",
    "forms",
    "googledocs",
    "iframe",
    "iframedialog",
    "image2",
    "language",
    "liststyle",
    "mathjax",
    "mentions",
    "newpage",
    "pagebreak",
    "pastefromgdocs",
    "pastefromlibreoffice",
    "pastefromword",
    "placeholder",
    "preview",
    "print",
    "save",
    "scayt",
    "selectall",
    "sharedspace",
    "showblocks",
    "smiley",
    "sourcedialog",
    "specialchar",
    "stylesheetparser",
    "tableresize",
    "templates",
    "uicolor",
    "wsc",
    "xml",
]


class StaticFiles(StaticFilesConfig):
    """Django's, leaving out samples, tests and the editor's unused plugins."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "samples",
        "galleriffic",
        "bender*",
        "*.md",
        *(f"ckeditor/ckeditor/plugins/{name}" for name in UNUSED_PLUGINS),
    ]


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed names for everything but the editor."""

    def stored_name(self, name):
        return name if name.startswith(UNHASHED) else super().stored_name(name)

    def post_process(self, paths, dry_run=False, **options):
        ours = {name: found for name, found in paths.items() if not name.startswith(UNHASHED)}
        return super().post_process(ours, dry_run, **options)

    def compress_files(self, paths):
        """Only what browsers ask for: compressing both names of each file takes twice the time."""
        return super().compress_files(paths & set(self.hashed_files.values()) | COMPRESSED_AS_NAMED)


def favicon(request):
    return static("img/favicon.svg")


def admin_css(request):
    """The admin's own additions, named as this deployment serves them."""
    return static("css/admin.css")


def desk_css(request):
    """What the publishing desk adds to it."""
    return static("css/desk.css")
