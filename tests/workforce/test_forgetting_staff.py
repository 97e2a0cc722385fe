"""After a staff file with a patient's number was refused, the number is nowhere (D22)."""

import logging

import pytest

from tests.practices.made_files import NHS_NUMBER
from tests.practices.test_uploads_forgetting import everything_in_the_database, everything_on_the_disk
from tests.workforce.staff_rows import check, receive, staff_file

WAYS = {
    "in a column": lambda: staff_file({"staff_number": NHS_NUMBER}),
    "damaged": lambda: b'a,"b\n' + NHS_NUMBER.encode(),
    "another file": lambda: f"Surname,Number\nSmith,{NHS_NUMBER}\n".encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_number_in_a_staff_file_is_in_no_table_file_or_log_d22(lead, graduates, caplog, way):
    caplog.set_level(logging.DEBUG)

    upload = check(lead, graduates, content=WAYS[way]())

    assert (upload.state, upload.sha256, upload.original_name) == ("needs_fixing", "", "")
    assert NHS_NUMBER not in everything_in_the_database() + caplog.text
    assert NHS_NUMBER.encode() not in everything_on_the_disk()


def test_the_search_would_find_a_number_that_was_kept(lead, graduates):
    receive(lead, graduates, content=WAYS["in a column"]())

    assert NHS_NUMBER.encode() in everything_on_the_disk()
