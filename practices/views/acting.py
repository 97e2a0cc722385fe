"""For which organisation one acts, chosen on any page."""

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from practices.scope import SESSION_KEY


@require_POST
def acting_scope_choose(request):
    """Take up one of the scopes that are open to the person; anything else changes nothing."""
    chosen = request.POST.get("scope", "")
    if chosen in dict(request.acting.choices):
        request.session[SESSION_KEY] = chosen
    return redirect(safe_next(request))


def safe_next(request):
    """The page to go on to, when it is one of ours; else the home page."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and address.startswith("/") else "/"
