"""Gives the answers that Django leaves empty a page of their own."""

from collaborative.views import errors


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
