"""From when on months are counted, by the schedule of what is kept (practices.retention). Pure."""

from datetime import date

from practices.retention import schedule


def first_month_kept(today: date) -> date:
    """Months before it are not counted any more: their rows are going."""
    due = schedule().rule_of("PracticeMonth").cut_off(today)
    return date(due.year + due.month // 12, due.month % 12 + 1, 1)
