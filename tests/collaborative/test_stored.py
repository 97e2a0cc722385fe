"""Content kept compressed, and sent inside a page as one valid gzip stream."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.dashboards import stored

parts = st.text(max_size=3000)


@given(parts, parts, parts)
def test_the_spliced_page_is_one_gzip_stream(before, content, after):
    page = stored.spliced(before.encode(), stored.pack(content), after.encode())

    assert gzip.decompress(page).decode() == before + content + after


@given(parts)
def test_stored_content_can_be_read_plain(content):
    assert stored.pack(content).plain.decode() == content


@pytest.fixture
def empty_store():
    stored._in_process.clear()


def test_content_is_made_once_per_key(empty_store):
    made = []

    for key in ("one", "one", "two"):
        stored.content(stored.digest_of(key), lambda key=key: made.append(key) or key)

    assert made == ["one", "two"]


def test_content_outlives_the_process(empty_store):
    key = stored.digest_of("kept")
    stored.content(key, lambda: "made")
    stored._in_process.clear()

    assert stored.content(key, lambda: "made again").plain == b"made"


def test_keys_differ_with_every_part():
    assert len({stored.digest_of(1, "owner"), stored.digest_of(1, "other"), stored.digest_of(2, "owner")}) == 3
