"""How bytes of the library leave the house: never guessed at, never run, never framed as a page."""

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from cms.library.documents import CONTENT_TYPES

PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}
FOR_EVER = "public, max-age=31536000, immutable"

Answer = HttpResponse | FileResponse


def respond(request, storage, file_name: str, *, etag: str, cache: str, download_name: str = "") -> Answer:
    """A file of a storage, what is not a picture as an attachment; FileNotFoundError when it is not there."""
    extension = file_name.rpartition(".")[2]
    is_picture = extension in PICTURES
    content_type = PICTURES[extension] if is_picture else CONTENT_TYPES.get(extension, "application/octet-stream")
    file = storage.open(file_name)
    response: Answer
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
        response.headers["Content-Length"] = str(file.size)
        file.close()
    else:
        response = FileResponse(file, content_type=content_type)
    response.headers["Content-Disposition"] = (
        "inline" if is_picture else str(content_disposition_header(True, download_name))
    )
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # pictures may be shown in feeds and mails
    return response
