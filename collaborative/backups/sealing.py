"""A stream of bytes under a key: nobody without it reads a backup or changes a byte of it unnoticed. Pure.

AES-256-GCM in pieces of a mebibyte (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015): the number of
the piece and whether it is the last are in its nonce, so that pieces cannot be exchanged, left out or cut off at the end. A
passphrase becomes a key by scrypt (RFC 7914) with a salt of its own.
"""

import hashlib
import os
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"CMHB1\0"
SALT_BYTES, PREFIX_BYTES, TAG_BYTES = 16, 7, 16
HEADER_BYTES = len(MAGIC) + SALT_BYTES + PREFIX_BYTES
PIECE_BYTES = 1024 * 1024
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}
KEY = re.compile(r"[0-9a-fA-F]{64}")
SHORTEST_PASSPHRASE = 16


class SealBroken(ValueError):
    """The archive was changed or cut short, or the passphrase is another one."""


class NoSecret(ValueError):
    """There is no passphrase or key to seal or open with, or it is too weak. The message says what to set."""


@dataclass(frozen=True)
class Secret:
    """A passphrase of sixteen characters or more, or a key of 64 hexadecimal digits. Raises NoSecret for a weaker one."""

    passphrase: str = ""
    key: str = ""

    def __post_init__(self):
        if self.key and not KEY.fullmatch(self.key):
            raise NoSecret("BACKUP_KEY is not a key of 64 hexadecimal digits")
        if self.passphrase and len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise NoSecret(f"BACKUP_PASSPHRASE is shorter than {SHORTEST_PASSPHRASE} characters")

    def __bool__(self):
        return bool(self.passphrase or self.key)

    def key_for(self, salt: bytes) -> bytes:
        if self.key:
            return bytes.fromhex(self.key)
        return hashlib.scrypt(self.passphrase.encode(), salt=salt, **SCRYPT)


def nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


class Sealer:
    """Write to it, then close it: what comes out is in `stream`, which is left open."""

    def __init__(self, stream, secret: Secret):
        salt, self.prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
        self.header = MAGIC + salt + self.prefix
        self.stream, self.cipher = stream, AESGCM(secret.key_for(salt))
        self.waiting, self.number = bytearray(), 0
        stream.write(self.header)

    def write(self, content) -> int:
        self.waiting += content
        # More than a piece, never just one: the last piece may not be empty while another went before it.
        while len(self.waiting) > PIECE_BYTES:
            self.put(bytes(self.waiting[:PIECE_BYTES]), is_last=False)
            del self.waiting[:PIECE_BYTES]
        return len(content)

    def put(self, piece: bytes, *, is_last: bool) -> None:
        self.stream.write(self.cipher.encrypt(nonce(self.prefix, self.number, is_last=is_last), piece, self.header))
        self.number += 1

    def flush(self) -> None:
        """Pieces are whole: nothing goes out early."""

    def close(self) -> None:
        self.put(bytes(self.waiting), is_last=True)


class Opener:
    """Read from it what a Sealer wrote to `stream`. Raises SealBroken at the first piece that is not as it was."""

    def __init__(self, stream, secret: Secret):
        self.header = stream.read(HEADER_BYTES)
        if len(self.header) < HEADER_BYTES or not self.header.startswith(MAGIC):
            raise SealBroken("This is not a sealed backup")
        salt = self.header[len(MAGIC) : -PREFIX_BYTES]
        self.prefix, self.stream, self.cipher = self.header[-PREFIX_BYTES:], stream, AESGCM(secret.key_for(salt))
        self.ahead, self.opened, self.number = stream.read(PIECE_BYTES + TAG_BYTES), b"", 0
        if not self.ahead:
            raise SealBroken("The backup was cut short: there is nothing in it")

    def read(self, size=-1) -> bytes:
        parts, length = [self.opened], len(self.opened)
        while (size < 0 or length < size) and self.ahead:
            parts.append(self.next_piece())
            length += len(parts[-1])
        content = b"".join(parts)
        size = length if size < 0 else size
        self.opened = content[size:]
        return content[:size]

    def next_piece(self) -> bytes:
        piece, self.ahead = self.ahead, self.stream.read(PIECE_BYTES + TAG_BYTES)
        try:
            opened = self.cipher.decrypt(nonce(self.prefix, self.number, is_last=not self.ahead), piece, self.header)
        except InvalidTag:
            raise SealBroken("The backup was changed or cut short, or the passphrase is another one") from None
        self.number += 1
        return opened
