"""The own account. Sign-in itself is django-allauth's; its pages are restyled in templates/account, mfa and usersessions."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import remaining_session


@require_safe
def account(request):
    return render(
        request,
        "account/account.html",
        {
            "has_one_time_code": is_mfa_enabled(request.user),
            "roles": [str(grant) for grant in request.user.grants.in_force()],
        },
    )


@require_POST
def session_extend(request):
    """The middleware has noted the activity by now; the answer says how long the session lasts from here."""
    return JsonResponse(remaining_session(request.session))
