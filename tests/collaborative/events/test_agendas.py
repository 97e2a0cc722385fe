from datetime import time

import pytest

from collaborative.agendas import AgendaError, read_agenda, write_agenda

TEXT = "09:30 Welcome and aims | Dr Green\nLunch\n13.15 Work in teams"
ITEMS = [(time(9, 30), "Welcome and aims", "Dr Green"), (None, "Lunch", ""), (time(13, 15), "Work in teams", "")]


def test_agenda_is_read_line_by_line():
    assert read_agenda(f"\n{TEXT}\n\n") == ITEMS


def test_agenda_written_is_read_back_the_same():
    assert read_agenda(write_agenda(ITEMS)) == ITEMS


@pytest.mark.parametrize(
    ("text", "said"), [("Welcome\n25:00 Lunch", "Line 2: 25:00"), ("x" * 201, "Line 1"), ("| Dr Green", "Line 1")]
)
def test_agenda_that_cannot_be_read_names_the_line(text, said):
    with pytest.raises(AgendaError, match=said):
        read_agenda(text)
