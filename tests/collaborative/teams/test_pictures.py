"""Uploaded pictures are told by their bytes, and nothing but the picture is kept."""

import struct
import zlib

import pytest
from PIL import Image

from collaborative import pictures


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=2, height=1, *more):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(min(height, 10))))
    body = [chunk(b"IHDR", header), *more, chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return pictures.PNG_SIGNATURE + b"".join(body)


def jpeg(tmp_path, size=(3, 2), **options):
    path = tmp_path / "picture.jpg"
    Image.new("RGB", size, "blue").save(path, **options)
    return path.read_bytes()


def reopened(content, tmp_path):
    path = tmp_path / "again"
    path.write_bytes(content)
    with Image.open(path) as image:
        image.load()
        return image


def test_a_png_is_kept_without_its_words():
    words = chunk(b"tEXt", b"Author\0Robin Vale")

    kept = pictures.cleaned(png(2, 1, words))

    assert (kept.content_type, kept.width, kept.height) == ("image/png", 2, 1)
    assert b"Robin" not in kept.content
    assert kept.content == png(2, 1)


def test_what_lies_behind_the_end_of_a_png_is_left_out():
    assert pictures.cleaned(png() + b"<script>").content == png()


def test_a_jpeg_is_kept_without_where_it_was_taken(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "Robin Vale's house"
    content = jpeg(tmp_path, exif=exif, comment=b"Robin Vale")

    kept = pictures.cleaned(content)

    assert b"Robin" in content and b"Robin" not in kept.content
    assert reopened(kept.content, tmp_path).size == (3, 2)


@pytest.mark.parametrize("orientation", [2, 3, 6, 8])
def test_a_photograph_keeps_which_way_is_up(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation

    kept = pictures.cleaned(jpeg(tmp_path, exif=exif))

    assert dict(reopened(kept.content, tmp_path).getexif()) == {0x0112: orientation}


@pytest.mark.parametrize("progressive", [True, False])
def test_both_kinds_of_jpeg_keep_their_points(tmp_path, progressive):
    content = jpeg(tmp_path, size=(40, 30), progressive=progressive)

    kept = pictures.cleaned(content)

    assert reopened(kept.content, tmp_path).tobytes() == reopened(content, tmp_path).tobytes()


def test_what_lies_behind_the_end_of_a_jpeg_is_left_out(tmp_path):
    content = jpeg(tmp_path)

    assert not pictures.cleaned(content + b"a film").content.endswith(b"a film")


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns=''/>", b"%PDF-1.4", b"<html>"], ids=["empty", "gif", "svg", "pdf", "html"]
)
def test_anything_else_is_refused_whatever_it_is_called(content):
    with pytest.raises(pictures.PictureError, match="Choose a PNG or JPEG picture"):
        pictures.cleaned(content)


@pytest.mark.parametrize("length", [9, 20, 30, 45, -13])
def test_a_cut_png_is_refused(length):
    with pytest.raises(pictures.PictureError, match="damaged"):
        pictures.cleaned(png()[:length])


@pytest.mark.parametrize("length", [3, 10, 25, 200, -3])
def test_a_cut_jpeg_is_refused(tmp_path, length):
    with pytest.raises(pictures.PictureError, match="damaged"):
        pictures.cleaned(jpeg(tmp_path, size=(40, 30))[:length])


def test_a_changed_png_is_refused():
    content = bytearray(png())
    content[20] ^= 1

    with pytest.raises(pictures.PictureError, match="damaged"):
        pictures.cleaned(bytes(content))


def test_a_small_file_of_very_many_points_is_refused():
    with pytest.raises(pictures.PictureError, match="40 million points"):
        pictures.cleaned(png(10_000, 10_000))


def test_a_large_file_is_refused():
    with pytest.raises(pictures.PictureError, match="larger than 4 MB"):
        pictures.cleaned(pictures.PNG_SIGNATURE + bytes(pictures.LARGEST_BYTES))
