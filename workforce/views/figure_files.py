"""Files taken away: which file, by whom, its digest; never what it says."""

import hashlib

from operations import audit
from practices.views.downloads import CSV, download

FIGURES = "workforce.figures_exported"


def taken_away(request, content: bytes, name: str, *, about, event: str = FIGURES, content_type: str = CSV, **details):
    """The file as an answer. Inside the caller's transaction: a file that left no event is not sent."""
    digest = hashlib.sha256(content).hexdigest()
    audit.record(event, by=request.user, about=about, file=name, sha256=digest, **details)
    return download(content, content_type, name)
