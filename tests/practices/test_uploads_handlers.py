"""How a file comes out of a request: whole and in memory, or not at all (D18, B4)."""

import hashlib
import os
import tempfile

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from practices.uploads import actions, handlers, storage


def received(content):
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("r.csv", content), "other": "kept"})
    return request, request.FILES["file"]


def test_file_within_the_limit_comes_whole_b4():
    request, file = received(b"a,b\n" * 300_000)

    assert (file.size, file.read()) == (1_200_000, b"a,b\n" * 300_000)
    assert request.POST["other"] == "kept"


def test_file_over_the_limit_comes_with_its_size_and_nothing_else_b4():
    _, file = received(b"x" * 7_200_000)

    assert (file.size, file.read()) == (7_200_000, b"")


def test_request_far_beyond_the_limit_is_not_read_d18(monkeypatch):
    monkeypatch.setattr(handlers, "LARGEST_REQUEST", 1000)

    with pytest.raises(RequestDataTooBig):
        received(b"x" * 2000)


def test_no_file_is_written_while_receiving_d22(monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)

    assert received(b"x" * 4_900_000)[1].size == 4_900_000


STREAM_LIMIT = 100_000


def streamed(content, limit=STREAM_LIMIT, count=1):
    files = [SimpleUploadedFile(f"{number}.csv", content) for number in range(count)]
    request = RequestFactory().post("/", {"file": files})
    handler = handlers.StreamingUploadHandler(request, limit)
    request.upload_handlers = [handler]
    return handler, request.FILES.getlist("file")


def on_disk():
    return [storage.folder() / path for path in sorted(storage.stored_paths())]


def test_a_large_file_goes_straight_to_where_uploads_lie_d18_d22(monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    content = b"a,b\n1,2\n" * 10_000

    _, [file] = streamed(content)

    assert on_disk() == [file.path]
    assert file.path.read_bytes() == content
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert oct(file.path.stat().st_mode)[-3:] == "600"
    assert "0.csv" not in str(file.path)


def test_of_a_large_file_over_the_limit_the_size_alone_is_known_b4():
    _, [file] = streamed(b"x" * (STREAM_LIMIT + 1))

    assert file.size == STREAM_LIMIT + 1
    assert file.path.read_bytes() == b""


def test_a_request_far_beyond_the_limit_of_its_kind_is_not_read_d18():
    with pytest.raises(handlers.FileTooLarge) as refusal:
        streamed(b"x" * (2 * STREAM_LIMIT))

    assert refusal.value.limit == STREAM_LIMIT
    assert on_disk() == []


def test_what_nobody_kept_is_gone_after_the_request_d22():
    handler, [kept, _] = streamed(b"a,b\n", count=2)
    kept.move_to(storage.folder() / "kept")

    handler.discard()

    assert [path.name for path in on_disk()] == ["kept"]


def test_a_file_that_breaks_off_leaves_nothing_d22():
    handler = handlers.StreamingUploadHandler(RequestFactory().post("/"), STREAM_LIMIT)
    handler.new_file("file", "r.csv", "text/csv", None)
    handler.receive_data_chunk(b"half of", 0)

    handler.discard()

    assert on_disk() == []


def test_what_a_dead_process_left_is_removed_as_an_orphan_d22(db):
    _, [file] = streamed(b"half of")
    os.utime(file.path, (0, 0))

    assert actions.remove_orphans() == [f"incoming/{file.path.name}"]
    assert on_disk() == []


def test_who_may_not_send_is_refused_before_anything_is_written_d11():
    def refuse(request, **arguments):
        raise PermissionDenied

    view = handlers.streams_files(refuse, STREAM_LIMIT)(lambda request: request.FILES)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("r.csv", b"a,b\n")})

    with pytest.raises(PermissionDenied):
        view(request)
    assert not hasattr(request, "_files")
