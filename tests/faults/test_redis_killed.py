"""The queue's server is killed and comes back empty (D27), with a worker of its own on either database."""

import shutil
import signal
import subprocess

import pytest
from celery import Celery

from operations import jobs
from practices.uploads.models import UploadState
from scripts.servers import free_port, wait_until_open
from tests.measures.made_returns import line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="No Redis on this machine"),
]


class Server:
    """A Redis on one port, that can be killed and started anew."""

    def __init__(self, folder):
        self.port, self.folder = free_port(), folder
        self.start()

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)
        wait_until_open(self.port)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def address(self):
        return f"redis://127.0.0.1:{self.port}/0"


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture(scope="module")
def more_surroundings(redis):
    return {"REDIS_URL": redis.address}


@pytest.fixture(autouse=True)
def same_queue(redis, monkeypatch):
    here = Celery("here", broker=redis.address, set_as_current=False)
    here.conf.update(broker_connection_timeout=1, task_publish_retry=False)
    monkeypatch.setattr(jobs, "current_app", here)


def test_a_file_sent_while_the_queue_is_dead_is_checked_after_it_came_back_empty(redis, send, reaches, life):
    """D27: the worker and the schedule find the server again by themselves, and the sweep finds the work."""
    reaches(send(line()), UploadState.READY)
    redis.kill()

    upload = send(line(gp_consultations=150))
    redis.start()

    assert reaches(upload, UploadState.READY).rows
