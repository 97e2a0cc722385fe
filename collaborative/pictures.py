"""Pictures that people upload: told by their bytes, and stripped of everything but the picture. Pure, standard library only.

A photograph says where and when it was taken and may hold names; only what draws the picture is kept, and which way is up.
PNG (W3C 2003) and JPEG (ITU T.81) alone: nothing else is stored, whatever its name says.
"""

import re
import struct
import zlib
from dataclasses import dataclass

LARGEST_BYTES = 4 * 1024 * 1024
# A phone's photograph has 12 million; a small file can unfold to far more than a browser holds.
MOST_PIXELS = 40_000_000
DAMAGED = "The picture is damaged. Save it again as PNG or JPEG"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
# Frame headers, all but the three numbers among them that mean something else.
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_SCAN, JPEG_COMMENT = 0xDA, 0xFE
# Application segments: 0 is JFIF, 1 Exif, 14 says how colours are coded.
JPEG_APPLICATION, JPEG_KEPT = set(range(0xE0, 0xF0)), {0xE0, 0xEE}
EXIF = 0xE1
# In what a scan draws, 255 is followed by 0 or by one of eight marks to restart at; by anything else, the next segment begins.
JPEG_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
ORIENTATION_TAG = 0x0112


class PictureError(ValueError):
    """This is no picture that can be kept. The message says what to do."""


@dataclass(frozen=True)
class Picture:
    """The bytes to keep, and what they are."""

    content: bytes
    content_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """The picture without what else the file held. Raises PictureError."""
    if len(content) > LARGEST_BYTES:
        raise PictureError("The picture is larger than 4 MB. Make it smaller")
    try:
        if content.startswith(PNG_SIGNATURE):
            found = cleaned_png(content)
        elif content.startswith(JPEG_START):
            found = cleaned_jpeg(content)
        else:
            raise PictureError("Choose a PNG or JPEG picture")
    except (struct.error, IndexError) as damage:
        raise PictureError(DAMAGED) from damage
    if not 0 < found.width * found.height <= MOST_PIXELS:
        raise PictureError("The picture has more than 40 million points. Make it smaller")
    return found


# ---- PNG: chunks of length, kind, content and checksum


def cleaned_png(content: bytes) -> Picture:
    kept, place, kind, size = [PNG_SIGNATURE], len(PNG_SIGNATURE), b"", None
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, place)
        chunk = content[place : place + 12 + length]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise PictureError(DAMAGED)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", chunk, 8)
        if kind in PNG_KEPT:
            kept.append(chunk)
        place += len(chunk)
    if size is None:
        raise PictureError(DAMAGED)
    return Picture(b"".join(kept), "image/png", *size)


# ---- JPEG: segments of a marker, a length and content, until the scan begins


def cleaned_jpeg(content: bytes) -> Picture:
    kept, place, size, orientation = [JPEG_START], 2, None, None
    for marker, segment, data in jpeg_segments(content, place):
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            size = (width, height)
        if marker == EXIF:
            orientation = orientation or orientation_in(segment)
        elif marker != JPEG_COMMENT and (marker not in JPEG_APPLICATION or marker in JPEG_KEPT):
            kept += [segment, data]
    if size is None:
        raise PictureError(DAMAGED)
    if orientation:
        kept.insert(1, exif_of(orientation))
    # What lies behind the end, such as a phone's film or a second picture, is left where it is.
    return Picture(b"".join([*kept, JPEG_END]), "image/jpeg", *size)


def jpeg_segments(content: bytes, place: int):
    """(marker, segment, what is drawn after it) of each segment up to the end; only a scan is followed by anything."""
    while content[place : place + 2] != JPEG_END:
        start, marker, length = struct.unpack_from(">BBH", content, place)
        end = place + 2 + length
        if start != 0xFF or length < 2 or end > len(content):
            raise PictureError(DAMAGED)
        following = JPEG_NEXT_MARKER.search(content, end) if marker == JPEG_SCAN else None
        if marker == JPEG_SCAN and following is None:
            raise PictureError(DAMAGED)
        place_after = following.start() if following else end
        yield marker, content[place:end], content[end:place_after]
        place = place_after


def orientation_in(segment: bytes) -> int | None:
    """Which way is up, 2 to 8, by an Exif segment; None where it does not say, or says as it is."""
    if segment[4:10] != b"Exif\0\0":
        return None
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if tag == ORIENTATION_TAG:
                return value if 2 <= value <= 8 else None
    except struct.error:
        return None
    return None


def exif_of(orientation: int) -> bytes:
    """An Exif segment that says which way is up, and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION_TAG, 3, 1, orientation, 0)
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    body = b"Exif\0\0" + tiff
    return struct.pack(">BBH", 0xFF, EXIF, len(body) + 2) + body
