"""A picture as HTML: the right width for each screen, nothing that shifts, nothing that asks the database twice."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.library.models import Picture, Rendition


def picture_html(
    picture: Picture | None,
    *,
    sizes: str = "100vw",
    eager: bool = False,
    private: bool = False,
    alt: str | None = None,
    class_: str = "",
) -> SafeString:
    """`<picture>` with AVIF and WebP widths and one fallback; the original, stripped, until the renditions are made.

    No query when the picture came through `for_display()`. `private` is for previews: the address that only staff may
    open. `alt=None` means what the library says. `eager` is for the one picture that a page opens with.
    """
    if picture is None:
        return SafeString("")
    renditions = [] if private else list(picture.renditions.all())
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((kind, srcset(made), sizes) for kind in ("avif", "webp") if (made := of_format(renditions, kind))),
    )
    fallback = next((made for made in renditions if made.format not in {"avif", "webp"}), None)
    shown: Picture | Rendition = fallback or picture
    image = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" decoding="async"{}{}>',
        picture.staff_url if private else shown.public_url,
        alt_of(picture) if alt is None else alt,
        shown.width,
        shown.height,
        focal_class(picture),
        SafeString(' fetchpriority="high"' if eager else ' loading="lazy"'),
    )
    return format_html(
        "<picture{}>{}{}</picture>", format_html(' class="{}"', class_) if class_ else "", sources, image
    )


def of_format(renditions, kind: str) -> list[Rendition]:
    return sorted((made for made in renditions if made.format == kind), key=lambda made: made.width)


def focal_class(picture: Picture) -> SafeString:
    """Where a frame of another shape looks: classes of css/site.css, in tenths; nothing for the middle."""
    marks = {"x": picture.focal_x, "y": picture.focal_y}
    names = [f"f{axis}{tenths}" for axis, share in marks.items() if (tenths := (share + 5) // 10) != 5]
    return format_html(' class="{}"', " ".join(names)) if names else SafeString("")


def srcset(renditions) -> SafeString:
    return format_html_join(", ", "{} {}w", ((made.public_url, made.width) for made in renditions))


def alt_of(picture: Picture) -> str:
    return "" if picture.is_decorative else picture.alt
