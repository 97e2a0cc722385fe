"""One row of the life of a return in each place, for the walk through all addresses (test_permission_matrix)."""

from datetime import date

from django.utils import timezone

from accounts.permissions import Role
from measures.models import LockException, MonthlyReturn, ReturnQuery, SeriesBreak
from operations.models import Message

NO_SUCH = 987_654
DAY = date(2007, 3, 31)

# Parameter -> makes the row, given (return of the place, by).
ROW_MAKERS = {
    "query": lambda version, by: ReturnQuery.objects.create(
        version=version, field="gp_consultations", question="Is this right?", asked_by=by
    ),
    "lock_exception": lambda version, by: LockException.objects.create(
        wave=version.wave, practice=version.practice, month=version.month, until=DAY, reason="Late", asked_by=by
    ),
    "series_break": lambda version, by: SeriesBreak.objects.create(
        wave=version.wave, practice=version.practice, month=version.month, kind="system", reason="New", created_by=by
    ),
}
RETURN_ROWS = {*ROW_MAKERS, "message"}
# Parameters that are words, the same everywhere.
WORDS = {"field": "gp_consultations", "code": "W2"}
# Sees how returns stand nowhere: each looks to them as a random id does.
NO_RETURNS_IN_SCOPE = {Role.AUDITOR, Role.WORKFORCE_LEAD, Role.SUPERVISOR, Role.STAFF_MEMBER}


def make_rows(places, by, ids):
    """Fill `ids[parameter][place]`; `places`: name -> practice, whose return is `ids["return"]`."""
    for place in places:
        version = MonthlyReturn.objects.get(pk=ids["return"][place])
        for parameter, make in ROW_MAKERS.items():
            ids.setdefault(parameter, {"random": NO_SUCH})[place] = make(version, by).pk
    message = Message.objects.create(
        kind="test", period="1", person_id=by.pk, person_name=str(by), address=by.email, subject="A", body="B"
    )
    Message.objects.filter(pk=message.pk).update(state=Message.State.BOUNCED, sent_at=timezone.now())
    ids["message"] = {**dict.fromkeys(places, message.pk), "random": NO_SUCH}
