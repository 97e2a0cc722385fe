"""For the real worker: letters of these subjects hang before they are handed over, or after it, until somebody kills the worker."""

import os

from operations import mail

BEFORE, AFTER = "hangs before it went", "hangs after it went"
send = mail.send


def hang():
    os.read(os.pipe()[0], 1)


def slow_send(connection, message, message_id):
    if message.subject == BEFORE:
        hang()
    send(connection, message, message_id)
    if message.subject == AFTER:
        hang()


mail.send = slow_send
