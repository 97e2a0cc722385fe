"""Keys of invented people: made as a practice's own tool makes them, from words instead of NHS numbers."""

import hashlib
import hmac


def invented_secret(ods_code: str) -> bytes:
    """A real practice's secret never leaves the practice; this one belongs to nobody."""
    return hashlib.sha256(f"invented secret of {ods_code}".encode()).digest()


def invented_key(ods_code: str, word: str) -> str:
    return hmac.new(invented_secret(ods_code), f"invented person {word}".encode(), hashlib.sha256).hexdigest()


def key_check(ods_code: str) -> str:
    return hmac.new(invented_secret(ods_code), b"kcv", hashlib.sha256).hexdigest()[:8]
