"""The content of a dashboard, kept compressed under a key, and sent inside the personal page without compressing it again.

A gzip stream may hold compressed blocks from different hands: the personal beginning is compressed now, the stored content
was compressed when it was made, and what remains is the checksum of the whole, which follows from those of the parts.
"""

import hashlib
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache as cache_forever
from functools import cached_property, reduce

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from measures.computing.standing import NOW, Standing
from measures.kept_links import carried
from measures.views.standing import query_of, words_of

MARK = "<!--stored-content-->"
KEPT_IN_PROCESS = 24
KEPT_SECONDS = 7 * 24 * 3600
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
CRC_POLYNOMIAL = 0xEDB88320
# What content is made by; its text is part of every key, so that a new version never shows what an older one made.
SOURCES = (
    "collaborative/dashboards/*.py",
    "templates/collaborative/*.html",
    "templates/components/*.html",
    "measures/**/*.py",
    "measures/**/*.toml",
)

_in_process: OrderedDict[str, "Stored"] = OrderedDict()


@dataclass(frozen=True)
class Stored:
    """Compressed content: raw deflate blocks that end on a byte, its checksum, and the checksum's shift by its length."""

    compressed: bytes
    checksum: int
    length: int
    shift: tuple[int, ...]

    @cached_property
    def plain(self) -> bytes:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.compressed)


def digest_of(*parts) -> str:
    """One key for everything that content depends on: what was computed, and for whom."""
    return hashlib.sha256(repr((source_digest(), *parts)).encode()).hexdigest()[:40]


@cache_forever
def source_digest() -> str:
    paths = sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def pack(content: str) -> Stored:
    plain = content.encode()
    return Stored(deflate(plain, level=6), zlib.crc32(plain), len(plain), crc_shift(len(plain)))


def deflate(plain: bytes, level: int) -> bytes:
    """Raw deflate blocks that can be followed by others."""
    squeeze = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(plain) + squeeze.flush(zlib.Z_FULL_FLUSH)


def crc_shift(length: int) -> tuple[int, ...]:
    """What `length` bytes after it do to a CRC-32: 32 columns of a matrix over single bits (as in zlib's crc32_combine)."""
    identity = tuple(1 << bit for bit in range(32))
    power = (CRC_POLYNOMIAL, *(1 << bit for bit in range(31)))  # one zero bit
    for _ in range(3):
        power = tuple(times(power, column) for column in power)  # one zero byte
    shift = identity
    while length:
        if length & 1:
            shift = tuple(times(power, column) for column in shift)
        power = tuple(times(power, column) for column in power)
        length >>= 1
    return shift


def times(matrix: tuple[int, ...], vector: int) -> int:
    return reduce(lambda total, bit: total ^ matrix[bit] if vector >> bit & 1 else total, range(32), 0)


def content(key: str, make) -> Stored:
    """What is kept under a key, else what `make()` returns, kept from now on."""
    found = _in_process.get(key) or cache.get(f"content:{key}")
    if found is None:
        found = pack(make())
        cache.set(f"content:{key}", found, KEPT_SECONDS)
    keep(key, found)
    return found


def keep(key: str, found: Stored) -> None:
    """A few in this process, the latest used last."""
    _in_process[key] = found
    _in_process.move_to_end(key)
    while len(_in_process) > KEPT_IN_PROCESS:
        _in_process.popitem(last=False)


def page(request, key: str, make, *, standing: Standing = NOW, wave=None, **context) -> HttpResponse:
    """A dashboard: its personal page around content that is made once per key. `make()` returns the content as text.

    With a `wave` it can be asked for as it stood on another day; links to figures then lead to the same `standing`.
    """
    asked = query_of(standing)
    found = content(key, lambda: carried(make(), asked))
    context |= words_of(request, standing, wave) if wave else {}
    around = carried(render_to_string("collaborative/dashboard.html", {**context, "mark": MARK}, request), asked)
    before, _, after = around.partition(MARK)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(spliced(before.encode(), found, after.encode()))
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(before.encode() + found.plain + after.encode())
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def spliced(before: bytes, stored: Stored, after: bytes) -> bytes:
    """One gzip stream of the three parts."""
    checksum = times(stored.shift, zlib.crc32(before)) ^ stored.checksum
    checksum = zlib.crc32(after, checksum)
    length = (len(before) + stored.length + len(after)) & 0xFFFFFFFF
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    ending = squeeze.compress(after) + squeeze.flush()
    trailer = checksum.to_bytes(4, "little") + length.to_bytes(4, "little")
    return GZIP_HEADER + deflate(before, level=4) + stored.compressed + ending + trailer
