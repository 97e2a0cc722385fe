"""The queue of the embedded default: a folder of messages, as Kombu has it, made safe for several processes.

Kombu opens a message under its final name and writes it afterwards. A worker that looks in between takes an empty file, and
what it then raises is none of the faults that Celery expects of a queue: the worker ends. Here a message has its name
when it is whole. The tables of who listens are made in the same way there, and are here changed and read by one at a time.
"""

import fcntl
import logging
import os
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Put the message into the folder, whole or not at all. Raises ChannelError when it cannot be written."""
        folder = Path(self.data_folder_out)
        message = folder / f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        unfinished = message.with_suffix(".part")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(dumps(payload))
            unfinished.replace(message)
        except OSError as fault:
            with suppress(OSError):
                unfinished.unlink()
            raise ChannelError(f"Cannot write to {folder}") from fault

    def _get(self, queue):
        """The oldest message; one that cannot be understood is dropped, since the work itself is a row (operations.jobs)."""
        try:
            return super()._get(queue)
        except (FileNotFoundError, ValueError) as fault:
            logger.warning("The folder of messages is gone, or a message in it is damaged: %s", type(fault).__name__)
            raise Empty from fault

    def get_table(self, exchange):
        with self.alone():
            return super().get_table(exchange)

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        with self.alone():
            super()._queue_bind(exchange, routing_key, pattern, queue)

    @contextmanager
    def alone(self):
        folder = Path(self.control_folder)
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class Transport(filesystem.Transport):
    Channel = Channel
