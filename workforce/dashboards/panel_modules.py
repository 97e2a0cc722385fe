"""Every part that brings panels to the page of a worker or of a post is imported here, so that its panels are known."""

from workforce.dashboards import (  # noqa: F401
    career_panel,
    caseload_panel,
    competence_panel,
    disputes,
    governance_panel,
    post_history,
    post_panels,
    pulse_panel,
    staff_request_panel,
    supervision_panel,
    training_panel,
    worker_panels,
)
