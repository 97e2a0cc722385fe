"""The seal of a backup: what goes in comes out, and nothing that was changed does."""

import io

import pytest

from collaborative.backups.sealing import (
    HEADER_BYTES,
    PIECE_BYTES,
    TAG_BYTES,
    NoSecret,
    Opener,
    SealBroken,
    Sealer,
    Secret,
)

KEY = Secret(key="0f" * 32)
WHOLE = PIECE_BYTES + TAG_BYTES


def sealed(content, secret=KEY):
    stream = io.BytesIO()
    sealer = Sealer(stream, secret)
    for start in range(0, len(content), 100_000):
        sealer.write(content[start : start + 100_000])
    sealer.close()
    return stream.getvalue()


def opened(content, secret=KEY):
    return Opener(io.BytesIO(content), secret).read()


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 5])
def test_what_goes_in_comes_out(size):
    content = bytes(range(256)) * (size // 256 + 1)

    assert opened(sealed(content[:size])) == content[:size]


def test_it_can_be_read_in_parts():
    opener = Opener(io.BytesIO(sealed(b"abc" * PIECE_BYTES)), KEY)

    assert b"".join(iter(lambda: opener.read(7_001), b"")) == b"abc" * PIECE_BYTES


def test_a_passphrase_opens_what_it_sealed():
    phrase = Secret(passphrase="correct horse battery")

    assert opened(sealed(b"content", phrase), phrase) == b"content"


def test_another_passphrase_opens_nothing():
    with pytest.raises(SealBroken):
        opened(
            sealed(b"content", Secret(passphrase="correct horse battery")), Secret(passphrase="another horse battery")
        )


def test_nothing_of_the_content_can_be_read():
    assert b"secret words" not in sealed(b"secret words" * 1000)


CONTENT = sealed(b"x" * (3 * PIECE_BYTES))
PIECES = [CONTENT[HEADER_BYTES + place * WHOLE :][:WHOLE] for place in range(3)]


@pytest.mark.parametrize(
    "changed",
    [
        CONTENT[:-1],
        CONTENT[:-WHOLE],
        CONTENT[: HEADER_BYTES + 9] + bytes([CONTENT[HEADER_BYTES + 9] ^ 1]) + CONTENT[HEADER_BYTES + 10 :],
        CONTENT[:10] + bytes([CONTENT[10] ^ 1]) + CONTENT[11:],
        CONTENT[:HEADER_BYTES] + PIECES[1] + PIECES[0] + PIECES[2],
        CONTENT[:HEADER_BYTES] + PIECES[0] + PIECES[2],
        CONTENT + PIECES[2],
        CONTENT[:HEADER_BYTES],
        b"something else",
    ],
    ids=["cut", "piece cut off", "byte", "header", "exchanged", "left out", "added", "nothing", "no backup"],
)
def test_what_was_changed_is_refused(changed):
    with pytest.raises(SealBroken):
        opened(changed)


@pytest.mark.parametrize("values", [{"key": "0f"}, {"key": "g" * 64}, {"passphrase": "short"}])
def test_weak_secret_is_refused(values):
    with pytest.raises(NoSecret):
        Secret(**values)
