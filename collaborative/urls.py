"""All addresses. Each app's urls.py says its own; permissions are in accounts/permissions.py."""

from django.urls import include, path

from collaborative.views import improvement, operations, published, statements
from operations.views import health

# Each names its own file in collaborative/addresses/.
IMPROVEMENT = [
    "teams",
    "package",
    "cycles",
    "evaluations",
    "follow_ups",
    "events",
    "reports",
    "storyboards",
    "learning",
    "progress",
    "programme_parts",
    "register",
    "revisions",
    "workforce",
    "letters",
    "verification",
]

urlpatterns = [
    path("", include("measures.urls")),
    path("accounts/", include("accounts.urls")),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("health/", health, name="health"),
    path("privacy/", statements.privacy, name="privacy"),
    path("", include("collaborative.dashboard_urls")),
    path("improvement/", improvement.improvement_home, name="improvement_home"),
    *[path("", include(f"collaborative.addresses.{part}")) for part in IMPROVEMENT],
    path("", include("registers.urls")),
    path("", include("workforce.urls")),
    path("", include("practices.urls")),
    path("published/", published.published_results, name="published_results"),
    path("operations/audit/", operations.audit_trail, name="audit_trail"),
    path("operations/audit/events.csv", operations.audit_trail_csv, name="audit_trail_csv"),
    path("operations/jobs/", operations.job_list, name="job_list"),
    path("operations/jobs/<int:pk>/retry/", operations.job_retry, name="job_retry"),
    path("operations/runs/", operations.computation_list, name="computation_list"),
]

handler400 = "collaborative.views.errors.bad_request"
handler403 = "collaborative.views.errors.permission_denied"
handler404 = "collaborative.views.errors.not_found"
handler429 = "collaborative.views.errors.too_many_requests"
handler500 = "collaborative.views.errors.server_error"
