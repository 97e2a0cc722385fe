"""Rows of a staff file, as the sender of one writes them, and the way such a file goes."""

from practices.exports import csv_bytes
from practices.uploads.actions import confirm, submit_to_worker, warning_keys
from practices.uploads.problems import Problem
from workforce.actions.staff_files import apply_staff_file, check_staff_file, receive_staff_file
from workforce.files.staff_schema import NAMES

VACANT = {
    "post_number": "P9",
    "role": "GMHW",
    "commissioner": "5W0",
    "post_wte": "1",
    "post_start": "2006-01-09",
}
HELD = VACANT | {
    "post_number": "P1",
    "hosts": "A99001:60; A99002:40",
    "funding": "PCT growth",
    "staff_number": "S1",
    "name": "Kim Alder",
    "cohort": "C1",
    "start": "2006-01-09",
    "employer": "Alder PCT",
    "scheme": "agenda_for_change",
    "band": "5",
    "wte": "0.6",
    "contract": "fixed_term",
    "contract_end": "2007-12-31",
}


def staff_file(*rows, columns=NAMES):
    return csv_bytes(columns, ([row.get(name, "") for name in columns] for row in rows))


class Sent:
    """As a form gives it."""

    def __init__(self, content, name="staff.csv"):
        self.content, self.name = content, name

    def read(self):
        return self.content


def receive(lead, programme, *rows, content=None, name="staff.csv", **more):
    file = Sent(content or staff_file(*rows, **more), name)
    return receive_staff_file(by=lead, programme=programme, file=file, acting_scope="")


def check(lead, programme, *rows, **more):
    """The upload once it has been checked."""
    return check_staff_file(receive(lead, programme, *rows, **more))


def take(lead, programme, *rows, **more):
    """The upload once it has been checked, confirmed, submitted and stored."""
    upload = check(lead, programme, *rows, **more)
    assert upload.state in ("needs_confirming", "ready"), messages(upload)
    if upload.state == "needs_confirming":
        keys = warning_keys(Problem.from_dict(values) for values in upload.problems)
        confirm(upload, by=lead, reasons=dict.fromkeys(keys, "It is right"))
    submit_to_worker(upload=upload, by=lead)
    return apply_staff_file(upload, by=lead)


def messages(upload, level="E"):
    return [values["message"] for values in upload.problems if values["level"] == level]
