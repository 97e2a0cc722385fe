"""What every page shows around its content: navigation, for whom one acts, the demonstration's date, the session's end."""

from django.conf import settings
from django.urls import reverse

from accounts.improvement_routes import IMPROVEMENT_ROUTES
from accounts.middleware import remaining_session
from accounts.permissions import Permission, Role, has_permission
from practices import clock

# Text, url name, the permission that opens it, or several of which one is enough (None: everybody who is signed in).
NAVIGATION = [
    ("Home", "home", None),
    ("Waves", "wave_list", Permission.VIEW_WAVES),
    ("Returns", "return_home", Permission.VIEW_RETURN_STATUS),
    ("Register", "register_home", Permission.VIEW_PATIENT_ROWS),
    ("Data requests", "data_request_list", Permission.APPROVE_DATA_REQUESTS),
    ("Improvement", "improvement_home", Permission.VIEW_IMPROVEMENT_WORK),
    (
        "Workforce",
        "workforce_home",
        (Permission.VIEW_ROSTER, Permission.VIEW_WORKFORCE_FIGURES, Permission.VIEW_RELEASES),
    ),
    ("Measures", "measure_list", None),
    ("Organisations", "organisation_list", Permission.VIEW_ORGANISATIONS),
    ("Programmes", "programme_list", Permission.CHANGE_WAVES),
    ("People", "grant_list", Permission.VIEW_GRANTS),
    ("Audit trail", "audit_trail", Permission.VIEW_AUDIT_TRAIL),
    ("Jobs", "job_list", Permission.VIEW_OPERATIONS),
    ("Help", "counting_guide", None),
]


def navigation(request):
    """Context processor. Lazy where it costs something: fragments and open pages do not print it."""
    signed_in = getattr(request, "user", None) and request.user.is_authenticated
    return {
        "demonstration": clock.today() if settings.DEMONSTRATION else None,
        "home_url": reverse("home"),
        "navigation": items(request) if signed_in else [],
        "acting_for": acting_for(request) if signed_in else None,
        "session_warning": remaining_session(request.session) if signed_in else None,
    }


def items(request):
    """The pages of the header that this person may open, the one in use marked."""
    shown = [
        {"text": text, "href": reverse(name)}
        for text, name, permission in NAVIGATION
        if is_open_to(request.user, permission)
    ]
    for item in shown:
        item["current"] = is_current(request, item["href"])
    return shown


def is_open_to(user, permission):
    if permission is None:
        return True
    enough = permission if isinstance(permission, tuple) else (permission,)
    return any(has_permission(user, one) for one in enough)


def is_current(request, href):
    """Improvement work has addresses under those of waves, and of its own; a sent file belongs where its kind does."""
    if request.resolver_match and request.resolver_match.url_name in IMPROVEMENT_ROUTES:
        return href == reverse("improvement_home")
    path = getattr(request, "stands_under", request.path)
    return path == href or (href != "/" and path.startswith(href))


def acting_for(request):
    """The line "Acting for", and the choices of one who holds several roles."""
    scope = getattr(request, "acting", None)
    if scope is None:
        return None
    choices = [{"value": value, "text": text, "selected": value == scope.chosen} for value, text in scope.choices]
    return {"label": line(scope), "choices": choices if len(choices) > 1 else []}


def line(scope):
    if len(scope.grants) == 1:
        (grant,) = scope.grants
        return f"{grant.place} as {Role(grant.role).label.lower()}"
    return scope.label
