"""The editor in a form: django-ckeditor's widget, set up from our vocabulary.

docs/decisions/0001-editor.md says why CKEditor 4, what is switched off, and how to leave it.
"""

from ckeditor.widgets import CKEditorWidget
from django.forms.widgets import Media
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

from cms.richtext import code, sanitiser, videos, vocabulary

ADDED = ["codesnippet", "uploadimage", "autolink", "autogrow", "tableselection"]
OURS = ["ridgelinecode", "ridgelinepicture", "ridgelinevideo", "ridgelinepaste"]
REMOVED = vocabulary.words(
    "image exportpdf scayt wsc forms flash smiley iframe templates preview print save newpage about pagebreak language "
    "bidi copyformatting colorbutton colordialog font div liststyle stylescombo specialchar find showblocks selectall "
    "a11yhelp justify editorplaceholder elementspath resize pastefromword pastefromgdocs pastefromlibreoffice"
)
LANGUAGES = {"zh-hant": "zh", "zh-hans": "zh-cn", "en": "en"}


class RichTextWidget(CKEditorWidget):
    """CKEditor that offers and keeps exactly what the sanitiser lets through.

    Its configuration is made for each request, in the language of the person who writes.
    """

    @property
    def media(self):
        theirs = super().media
        # One list: Django may put two lists in any order, and ours needs CKEditor to be there.
        return Media(
            css={"all": ["ckeditor/ckeditor.css", "css/editor.css"]},
            js=[*theirs._js, "js/editor.js", *(f"js/editor-{name.removeprefix('ridgeline')}.js" for name in OURS)],
        )

    def _set_config(self):
        self.config = configuration()


def configuration() -> dict:
    """CKEditor's `config`, as JSON can say it; `static/js/editor.js` adds what needs functions."""
    return {
        "language": LANGUAGES.get((get_language() or "").lower(), "en"),
        "versionCheck": False,
        "customConfig": "",
        "stylesSet": False,
        "skin": "moono-lisa",
        "contentsCss": [static("css/editor-content.css")],
        "bodyClass": "prose",
        "width": "100%",
        "height": 320,
        "autoGrow_minHeight": 320,
        "autoGrow_onStartup": True,
        "toolbar": vocabulary.TOOLBAR,
        "toolbarGroupCycling": False,  # arrow keys reach every tool
        "format_tags": ";".join(vocabulary.FORMATS),
        "allowedContent": vocabulary.for_editor(),
        "extraAllowedContent": "img[data-widget]",  # how a picture is known while it is being uploaded
        "extraPlugins": ",".join(ADDED + OURS),
        "removePlugins": ",".join(sorted(REMOVED)),
        "removeDialogTabs": "link:advanced;link:target;link:upload;table:advanced",
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "disableNativeSpellChecker": False,
        "clipboard_handleImages": False,  # they are uploaded, not kept inside the text
        "codeSnippet_languages": code.LANGUAGES,
        "imageUploadUrl": reverse("admin:library_picture_upload"),
        "ridgelinePicture": {
            "choose": reverse("admin:library_picture_choose"),
            "upload": reverse("admin:library_picture_upload"),
            "path": vocabulary.PICTURE_PATH,
            "words": picture_words(),
        },
        "ridgelineVideo": {
            "recognise": reverse("richtext:video"),
            "icon": static("img/video.svg"),
            "hosts": {key: {"name": str(host.name), "page": host.page} for key, host in videos.HOSTS.items()},
            "words": video_words(),
        },
        "mostCharacters": sanitiser.MOST_CHARACTERS,
        "ridgelinePaste": {"clean": reverse("richtext:pasted"), "words": paste_words()},
    }


def picture_words() -> dict[str, str]:
    """What the picture dialog says, in the language of the person who writes."""
    return {
        "button": gettext("Picture"),
        "title": gettext("Insert a picture"),
        "edit": gettext("Change the picture"),
        "search": gettext("Search the library"),
        "library": gettext("Pictures in the library"),
        "none": gettext("No picture found. Try another word, or upload one."),
        "more": gettext("More pictures"),
        "upload": gettext("Upload a picture"),
        "uploading": gettext("Uploading…"),
        "alt": gettext("What the picture shows"),
        "altHelp": gettext("Read out to people who cannot see it, and shown when it cannot load."),
        "decorative": gettext("Decorative: it says nothing that the text does not say"),
        "caption": gettext("Caption"),
        "captionHelp": gettext("Shown below the picture. May stay empty."),
        "insert": gettext("Insert"),
        "apply": gettext("Apply"),
        "cancel": gettext("Cancel"),
        "choose": gettext("Choose a picture first."),
        "describe": gettext("Say what the picture shows, or mark it as decorative."),
        "failed": gettext("The library did not answer. Check the connection and try again."),
    }


def video_words() -> dict[str, str]:
    """What the video dialog says."""
    names = " / ".join(str(host.name) for host in videos.HOSTS.values())
    return {
        "button": gettext("Video"),
        "title": gettext("Video of another site"),
        "address": gettext("Address of the video"),
        "addressHelp": gettext(
            "Copy it from the browser's address bar, or the code for embedding. Possible: {hosts}."
        ).replace("{hosts}", names),
        "caption": gettext("What the video shows"),
        "captionHelp": gettext("Its title or one sentence; it stands below the video and is read out."),
        "describe": gettext("Say what the video shows."),
        "insert": gettext("Insert"),
        "cancel": gettext("Cancel"),
        "failed": gettext("The server did not answer. Check the connection and try again."),
    }


def paste_words() -> dict[str, str]:
    """What the editor says when pasting loses something."""
    return {
        "lost": gettext("Pictures that could not be taken over from the pasted text: {count}. Upload them by hand."),
        "fetching": gettext("Fetching pictures of the pasted text: {count}…"),
        "failed": gettext("Nothing was pasted, since the server did not answer. Check the connection and paste again."),
    }
