"""Health only; pages that show jobs and the audit trail are higher up, where scope is known."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations import health as health_of


@login_not_required
@require_safe
@never_cache
def health(request):
    """For whoever watches over the server: 503 only when no page can be served."""
    found = health_of.look()
    return JsonResponse(found.as_dict(), status=503 if found.status == "failing" else 200)
