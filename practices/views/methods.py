"""The methods of a page with a form: shown, and sent."""

from django.views.decorators.http import require_http_methods

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
