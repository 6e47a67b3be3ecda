"""Photos without what the camera writes beside the picture: place, time, device."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

# Odoo loads few formats: these register themselves.
from PIL import MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401  # isort: skip

# What is looked for; each is written back in its own format, the last one as PNG.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
ENDINGS = (".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
# Pictures of iPhones: nothing here opens them, so nothing can clean them.
HEIF_ENDINGS = (".heic", ".heif")
HEIF_BRANDS = {b"avif", b"heic", b"heim", b"heis", b"heix", b"hevc", b"mif1", b"msf1"}
MAX_PIXELS = 150_000_000
MAX_FRAMES = 200
SAVE = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 90},
    "TIFF": {"compression": "tiff_deflate"},
}


class PhotoError(ValueError):
    """This is no picture that can be opened and cleaned."""


def is_heif(content):
    """Return whether some content is a picture of the HEIF family.

    :param bytes content: the file, its beginning is enough
    """
    return content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS


def without_metadata(content, file_name=""):
    """Return a picture as its pixels alone; what is no picture comes back as it is.

    EXIF (place, time, device), XMP, comments, thumbnails and whatever hangs behind the
    picture are left out, since the pixels are written anew. The turn that EXIF asks for
    is done before. What a file is, its content says and not its name.

    :param bytes content: the file
    :param str file_name: name with its ending: who says picture must be one
    :return: bytes
    :raises PhotoError: named or made as a picture, but it cannot be opened
    """
    named = str(file_name or "").lower().endswith(ENDINGS + HEIF_ENDINGS)
    if is_heif(content):
        raise PhotoError("heif")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            return _pixels(picture)
    except UnidentifiedImageError as error:
        if named:
            raise PhotoError("unknown") from error
        return content
    except Image.DecompressionBombError as error:
        raise PhotoError("large") from error
    except PhotoError:
        raise
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PhotoError("damaged") from error


def _pixels(picture):
    frames = getattr(picture, "n_frames", 1)
    if picture.format == "MPO":  # the picture, then previews or the second eye
        kind, frames = "JPEG", 1
    else:
        kind = "PNG" if picture.format == "BMP" else picture.format
        frames = frames if kind in ("GIF", "TIFF", "WEBP") else 1
    if frames > MAX_FRAMES or picture.width * picture.height > MAX_PIXELS:
        raise PhotoError("large")
    durations, pages = [], []
    for number in range(frames):
        picture.seek(number)
        durations.append(picture.info.get("duration") or 100)
        pages.append(_bare(picture))
    target = io.BytesIO()
    options = dict(SAVE.get(kind, {}))
    if frames > 1:
        options.update(save_all=True, append_images=pages[1:])
        if kind != "TIFF":
            options.update(duration=durations, loop=0)
    pages[0].save(target, kind, **options)
    return target.getvalue()


def _bare(picture):
    """Return a turned copy that has pixels, and nothing of what stood beside them."""
    page = ImageOps.exif_transpose(picture)
    page = page.copy() if page is picture else page
    kept = {name: page.info[name] for name in ("transparency",) if name in page.info}
    bare = Image.new(page.mode, page.size)
    if page.mode == "P":
        bare.putpalette(page.getpalette(page.palette.mode), page.palette.mode)
    bare.paste(page)
    bare.info = kept
    return bare
