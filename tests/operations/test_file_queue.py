"""The folder of messages: a message is there when it is whole, and what nobody can read ends no worker."""

from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

import collaborative.celery  # noqa: F401 - it names the transport
from operations import file_queue


@pytest.fixture
def channel(tmp_path):
    folders = {"data_folder_in": tmp_path / "queue", "data_folder_out": tmp_path / "queue"}
    options = {name: str(path) for name, path in folders.items()} | {"control_folder": str(tmp_path / "control")}
    with Connection("files://localhost//", transport_options=options) as connection:
        yield connection.default_channel


def test_a_message_comes_out_as_it_went_in(channel):
    channel._put("celery", {"body": "ä"})

    assert channel._get("celery") == {"body": "ä"}


def test_the_oldest_comes_first_and_none_twice(channel):
    for number in range(3):
        channel._put("celery", number)

    assert [channel._get("celery") for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_has_its_name_only_when_it_is_whole(channel, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(file_queue.Path, "replace", lambda self, to: seen.extend(p.name for p in self.parent.iterdir()))

    channel._put("celery", {"body": ""})

    assert [name.rpartition(".")[2] for name in seen] == ["part"]
    with pytest.raises(Empty):
        channel._get("celery")


@pytest.mark.parametrize("content", ["", '{"body": '])
def test_a_message_that_cannot_be_read_is_none(channel, tmp_path, content):
    channel._put("celery", "good")
    (tmp_path / "queue" / "0.celery.msg").write_text(content)

    with pytest.raises(Empty):
        channel._get("celery")
    assert channel._get("celery") == "good"


def test_a_folder_that_is_gone_is_empty_and_made_again(channel, tmp_path):
    with pytest.raises(Empty):
        channel._get("celery")

    channel._put("celery", 1)

    assert channel._get("celery") == 1


def test_what_cannot_be_written_is_a_fault_of_the_queue(channel, tmp_path):
    (tmp_path / "queue").write_text("a file where the folder should be")

    with pytest.raises(ChannelError):
        channel._put("celery", 1)


def test_who_listens_is_written_and_read_by_one_at_a_time(channel):
    channel._queue_bind("celery", "celery", "", "celery")

    assert [row.queue for row in channel.get_table("celery")] == ["celery"]
