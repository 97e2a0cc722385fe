"""One row of the workforce of each kind in each place, for the walk through all addresses (test_permission_matrix).

In every place there is a post hosted by its practice, with a worker who holds it and whom one supervisor supervises.
"""

from datetime import date

from tests.workforce import roster
from workforce.models import (
    Accreditation,
    Candidate,
    CompetenceEvidence,
    Dispute,
    Enrolment,
    Intake,
    Lesson,
    Pulse,
    RolePlan,
)

NO_SUCH = 987_654
DAY = date(2006, 6, 1)
SLUG = "graduates"

# Parameter -> makes the row, given (programme, holding, by). One line for each kind of row of a worker or a post.
ROW_MAKERS = {
    "post": lambda programme, holding, by: holding.post,
    "worker": lambda programme, holding, by: holding.worker,
    "holding": lambda programme, holding, by: holding,
    "enrolment": lambda programme, holding, by: Enrolment.objects.create(
        worker=holding.worker, training="GMHW_PG", started_on=DAY
    ),
    "evidence": lambda programme, holding, by: CompetenceEvidence.objects.create(
        worker=holding.worker, framework="ESC", competence="1", evidence="Seen", evidenced_on=DAY
    ),
    "accreditation": lambda programme, holding, by: Accreditation.objects.create(
        worker=holding.worker, body="BABCP", awarded_on=DAY
    ),
    "dispute": lambda programme, holding, by: Dispute.objects.create(
        worker=holding.worker, about="leave", entry="June", text="Wrong", raised_on=DAY
    ),
    "arrangement": lambda programme, holding, by: holding.worker.arrangements.get(),
    "session": lambda programme, holding, by: roster.make_session(holding.worker.arrangements.get(), DAY),
}
# Rows of the programme, the same in every place: whose they are is asked of the programme.
SHARED_MAKERS = {
    "intake": lambda programme, by: Intake.objects.create(
        programme=programme, training="MHP_DIP", name="2006", opens_on=DAY, places=25
    ),
    "candidate": lambda programme, by: Candidate.objects.create(
        intake=Intake.objects.get(programme=programme), number=1, interested_on=DAY
    ),
    "plan": lambda programme, by: RolePlan.objects.create(
        programme=programme, role="GMHW", purpose="Help early", owner="Lead", start=DAY
    ),
    "lesson": lambda programme, by: Lesson.objects.create(
        plan=RolePlan.objects.get(programme=programme), on=DAY, tried="A", result="failed", learning="B", created_by=by
    ),
    "pulse": lambda programme, by: Pulse.objects.create(
        programme=programme, name="Spring", questions="pulse_2006", opens_on=DAY, closes_on=DAY, created_by=by
    ),
}
WORKFORCE_ROWS = {*ROW_MAKERS, *SHARED_MAKERS}
