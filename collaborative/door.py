"""The page at the door, which anybody may open: how often it may be used, and its address as a QR code."""

import qrcode
from django.core.cache import cache

MINUTE, DAY = 60, 24 * 60 * 60
# A whole workshop may share one address on the network of the venue.
MOST_IN_A_MINUTE = 60
MOST_IN_A_DAY = 600
CELL = 4
BORDER = 4  # the least that readers ask for


def may_go_on(token: str, address: str) -> bool:
    """Count one use of the page; False once there were too many from one address, or of one event."""
    by_address = used(f"door:{token}:{address}", MINUTE)
    of_event = used(f"door:{token}", DAY)
    return by_address <= MOST_IN_A_MINUTE and of_event <= MOST_IN_A_DAY


def used(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return 1


def qr_code(text: str) -> dict:
    """The code as one path, for a template: width of the drawing and path data, a square for every dark cell."""
    code = qrcode.QRCode(border=BORDER, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    squares = [
        f"M{column * CELL} {line * CELL}h{CELL}v{CELL}h-{CELL}z"
        for line, row in enumerate(rows)
        for column, is_dark in enumerate(row)
        if is_dark
    ]
    return {"size": len(rows) * CELL, "path": "".join(squares)}
