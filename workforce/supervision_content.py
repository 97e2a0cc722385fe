"""Text that seems to say what was talked about in supervision: it is stored nowhere, so every form of the workforce refuses it.

Pure, standard library only. It looks for talk beside a session, and for what clients say and do: not for each word of it, but
for what people write who look for a place to keep a note. A hit says what kind of thing was seen and never what it was.
"""

import re

TALK = r"(?:discussed|talked|spoke|spoken|told|reflected|explored|disclosed|confided|admitted|cried|tearful|upset|raised|brought up)"
SESSION = r"(?:in|during|at|from|notes? (?:of|on|from))\s+(?:\w+\s+){0,4}?(?:supervision|sessions?)"
CLIENT = r"(?:clients?|patients?|service users?|supervisees?)"
CONTENT = r"(?:suicid\w*|self[- ]harm\w*|overdos\w*|disclos\w*|confided|abus\w*|tearful|cried|relaps\w*|formulation|hopeless\w*)"
NEAR = r"[^.!?\n]{0,80}?"
SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{SESSION}\b{NEAR}\b{TALK}\b",
        rf"\b{TALK}\b{NEAR}\b{SESSION}\b",
        rf"\b{CLIENT}\b{NEAR}\b{CONTENT}",
        rf"\b{CONTENT}{NEAR}\b{CLIENT}\b",
        r"\b(?:supervision|session)\s+(?:notes?|content|summary)\s*:",
    )
)
REFUSAL = "This reads like what was talked about in supervision, which is stored nowhere. Say the day, the minutes or who came, and no more"


def looks_like_content(text: str) -> bool:
    return any(sign.search(text) for sign in SIGNS)
