"""Gives the answers that Django leaves empty a page of their own, and keeps a trace of those that refuse."""

import logging

from django.db import DatabaseError

from collaborative.views import errors
from operations import audit

logger = logging.getLogger(__name__)


class ErrorPageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # PostgreSQL refuses this character in any text; no address and no question in one has it, so none is looked for.
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.not_found(request)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return errors.method_not_allowed(request, response["Allow"])
        return response


class DeniedAccessMiddleware:
    """Leaves an event of every page that a person was refused, or that lies outside their scope (D36).

    Only the name of the address: what it names may be a patient's number, or somebody else's practice.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in (403, 404) and request.resolver_match and request.user.is_authenticated:
            record_denied(request, response.status_code)
        return response


def record_denied(request, status):
    """A trail that cannot be written must not turn the answer into another one."""
    address = request.resolver_match.view_name or "unnamed"
    try:
        audit.record("access.denied", by=request.user, address=address, method=request.method, status=status)
    except DatabaseError:
        logger.exception("The event of a denied access could not be written")
