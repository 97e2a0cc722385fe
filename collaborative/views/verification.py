"""What the last verifications found: for whoever looks after the server."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.verifying import shown


@require_safe
def verification(request):
    require_permission(request.user, Permission.VIEW_OPERATIONS)
    return render(request, "operations/verification.html", shown.last_verification())
