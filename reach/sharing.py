"""The picture that a shared link shows: chosen, or the cover, or drawn by the worker, or the site's.

The address of a drawing follows from what it is drawn of, so a page can name it without asking whether it is there.
Until it is, the address leads to the site's picture. What a title says is public only while its thing is, hence the
keyed hash.
"""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac

from cms.library.models import Picture
from reach.descriptions import one_line

WIDTH, HEIGHT = 1200, 630
DESIGN = "1"  # changes with the way of drawing, so that everything is drawn anew
MAIN_FORMATS = {"jpeg", "png"}  # what every network shows


@dataclass(frozen=True)
class SharePicture:
    """A picture with its whole address and its true size."""

    url: str
    width: int
    height: int
    alt: str
    picture: Picture | None = None


def of_picture(picture: Picture, alt: str) -> SharePicture:
    """A picture of the library, in the copy that is small enough to send around; its renditions are loaded."""
    made = next((one for one in picture.renditions.all() if one.format in MAIN_FORMATS), None)
    shown = made or picture
    return SharePicture(
        settings.SITE_URL + shown.public_url, shown.width, shown.height, one_line(picture.alt) or alt, picture
    )


def of_site(identity) -> SharePicture:
    """What stands for the site itself: the picture chosen for it, else its drawing."""
    name = one_line(identity.name)
    if identity.share_picture:
        return of_picture(identity.share_picture, name)
    return SharePicture(settings.SITE_URL + static("img/share.png"), WIDTH, HEIGHT, name)


def of_thing(thing, identity) -> SharePicture:
    """The thing's own choice, its cover, or what is drawn for it; the front page shares the site's picture."""
    title = one_line(thing.title)
    if own := thing.share_picture or getattr(thing, "cover", None):
        return of_picture(own, title)
    if thing.pk is None or thing.get_absolute_url() == "/":
        return of_site(identity)
    return SharePicture(settings.SITE_URL + reverse("reach:drawn", args=[name_of(thing)]), WIDTH, HEIGHT, title)


# --- What is drawn -------------------------------------------------------------------------------------------------


def own_picture_id(thing) -> int | None:
    return thing.share_picture_id or getattr(thing, "cover_id", None)


def subject(thing) -> tuple[str, int | None, str]:
    """(seed, hue, title): what the drawing is made from; the ridges are those that the page itself shows."""
    channel = getattr(thing, "channel", None)
    return thing.slug, channel.hue if channel else None, one_line(thing.title)


def name_of(thing) -> str:
    """The file name of the drawing of this thing as it is now."""
    said = f"{DESIGN}/{thing._meta.label_lower}/{thing.pk}/{thing.slug}/{one_line(thing.title)}"
    return f"{thing._meta.label_lower}-{thing.pk}-{salted_hmac('reach.sharing', said).hexdigest()[:24]}.png"


def wanted_of(thing) -> str:
    """The name of what should be drawn for this thing while it is live; "" if nothing should."""
    return name_of(thing) if thing.has_page and not own_picture_id(thing) else ""


def file_of(name: str) -> str:
    """Where the drawing of this name lies in the public storage."""
    return f"share/{name}"
