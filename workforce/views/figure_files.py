"""Figures taken away as a file: which file, by whom, its digest; never what it says."""

import hashlib

from operations import audit
from practices.views.downloads import CSV, download


def taken_away(request, content: bytes, name: str, *, about):
    """The file as an answer. Inside the caller's transaction: a file that left no event is not sent."""
    digest = hashlib.sha256(content).hexdigest()
    audit.record("workforce.figures_exported", by=request.user, about=about, file=name, sha256=digest)
    return download(content, CSV, name)
