"""Handing one letter to the mail server, and what its answer means. The server is chosen by Django's EMAIL_BACKEND."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

# 4xx: not now. 5xx: never. RFC 5321, section 4.2.1.
PERMANENT = 500


class Unreachable(Exception):
    """There is no server to hand anything to: nothing went."""


class TryAgain(Exception):
    """The server took nothing and says that it may later."""


class Refused(Exception):
    """The server will not take this letter."""


def connect():
    """An open connection. Raises Unreachable, also for a server that does not accept our own sign-in."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as fault:
        close(connection)
        raise Unreachable(f"The mail server could not be reached: {type(fault).__name__}") from fault
    return connection


def close(connection) -> None:
    with suppress(OSError, smtplib.SMTPException):
        connection.close()


def send(connection, message, message_id: str) -> None:
    """Hand it over. Raises TryAgain or Refused when it certainly did not go; any other exception leaves that open."""
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(
        message.subject, message.body, None, [message.address], connection=connection, headers=headers
    )
    try:
        letter.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as fault:
        code, ours = code_of(fault)
        # Never the server's own words: they repeat addresses.
        words = f"The mail server answered {code}"
        raise (Refused if code >= PERMANENT and not ours else TryAgain)(words) from fault


def code_of(fault) -> tuple[int, bool]:
    """The reply code, and whether it is about us as the sender and not about the letter or whom it is for."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in fault.recipients.values()), PERMANENT), False
    return fault.smtp_code, isinstance(fault, smtplib.SMTPSenderRefused)
