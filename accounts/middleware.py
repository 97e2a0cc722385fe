"""What every request passes: the wall of sign-in, the limits of a session, the compulsory one-time code."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url

from operations import audit

SIGNED_IN_AT, LAST_SEEN_AT = "signed_in_at", "last_seen_at"
# Activity is noted at most this often, so that reading pages does not write the session each time.
NOTED_EVERY = 30

# Where one may go before the one-time code is set up.
OPEN_WITHOUT_CODE = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "account_reauthenticate",
    "account_logout",
    "accessibility",
    "privacy",
    "health",
}


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's wall; a part of a page that refreshes is told to send the whole page to sign-in."""

    def handle_no_permission(self, request, view_func):
        if not request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        return sign_in_again(request)


def sign_in_again(request):
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
    response = HttpResponse(status=401)
    response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
    return response


class SessionLimitsMiddleware:
    """Ends a session that was idle too long or has lasted too long, in real time; keeps signed-in pages out of caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        if is_over(request.session):
            return end(request)
        if not is_background(request):
            note_activity(request.session)
        response = self.get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response


def is_background(request):
    """Polling is not somebody at the desk."""
    return bool(request.headers.get("HX-Request")) and request.headers.get("X-Background") == "1"


def note_activity(session):
    now = time.time()
    session.setdefault(SIGNED_IN_AT, now)
    if now - session.get(LAST_SEEN_AT, 0) >= NOTED_EVERY:
        session[LAST_SEEN_AT] = now


def is_over(session):
    now = time.time()
    idle = now - session.get(LAST_SEEN_AT, now)
    lasted = now - session.get(SIGNED_IN_AT, now)
    return idle > settings.SESSION_IDLE_SECONDS or lasted > settings.SESSION_ABSOLUTE_SECONDS


def end(request):
    audit.record("session_ended", by=request.user, about=request.user)
    logout(request)
    messages.info(request, "You were signed out because you had not used this site for a while. Sign in to go on.")
    return sign_in_again(request)


def remaining_session(session):
    """Seconds until the warning and until the end, for the dialog of a page that is printed now."""
    now = time.time()
    absolute = settings.SESSION_ABSOLUTE_SECONDS - (now - session.get(SIGNED_IN_AT, now))
    end_after = max(int(min(settings.SESSION_IDLE_SECONDS, absolute)), 0)
    warning = settings.SESSION_WARNING_SECONDS
    return {"warn_after": max(end_after - warning, 0), "end_after": end_after, "minutes": warning // 60}


class OneTimeCodeMiddleware:
    """With REQUIRE_MFA on, nobody gets past setting up the one-time code."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        if request.resolver_match.url_name in OPEN_WITHOUT_CODE or is_mfa_enabled(request.user):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("mfa_activate_totp")})
        return redirect("mfa_activate_totp")
