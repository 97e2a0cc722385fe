"""Opening the rows behind a figure of a prepared return: a look at patients' rows, so it leaves an event (D36)."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db import transaction

from operations import audit
from practices import months
from registers.derive import rows_behind

PAGE_ROWS = 50


@transaction.atomic
def view_rows(*, practice, month: date, field: str, page, by) -> Page:
    """A page of the rows behind a figure; the event names the figure and the page, nobody on it."""
    found = Paginator(rows_behind(practice, month, field), PAGE_ROWS).get_page(page)
    audit.record(
        "patient.rows_viewed",
        by=by,
        about=practice,
        organisation=practice,
        month=months.period(month),
        figure=field,
        page=found.number,
        rows=len(found.object_list),
    )
    return found
