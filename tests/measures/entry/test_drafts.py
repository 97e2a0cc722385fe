"""A return while it is typed: kept cell by cell, never overwritten unseen, sent once (C4, D22, D29)."""

from datetime import date

import pytest

from measures.actions import drafts
from measures.actions.drafts import Typed
from measures.entry.cells import Start, as_typed
from measures.models import MonthlyReturn, ReturnDraft
from operations.models import AuditEvent
from practices.models import Upload
from practices.uploads import actions as uploads
from tests.measures.entry.typing import cells, work

pytestmark = pytest.mark.django_db
NOVEMBER = date(2006, 11, 1)


@pytest.fixture
def save(wave, practice, manager):
    """Save cells: `save(gp_consultations=("142", ""))`, each the text and what stood there before."""

    def save_cells(by=manager, start=None, confirmed=None, **typed):
        return drafts.save_cells(
            wave=wave,
            practice=practice,
            month=NOVEMBER,
            start=start or Start(),
            typed=[Typed(name, *texts) for name, texts in typed.items()],
            confirmed=confirmed,
            by=by,
        )

    return save_cells


@pytest.fixture
def whole(save):
    """A draft with every cell of a good line."""
    return save(**{name: (as_typed(text), "") for name, text in cells().items()}).draft


def text_of(name):
    return ReturnDraft.objects.get().cells[name]["text"]


def test_c4_a_cell_is_kept_with_who_typed_it(save, manager):
    draft = save(gp_consultations=("142", "")).draft

    assert (draft.cells["gp_consultations"]["text"], draft.cells["gp_consultations"]["by"]) == ("142", manager.pk)
    assert draft.revision == 1


def test_the_first_cell_begins_the_draft_with_what_stands_on_the_page(save):
    save(start=Start({"list_open": "180"}, frozenset({"list_open"})), gp_consultations=("142", ""))

    assert text_of("list_open") == "180"
    assert AuditEvent.objects.filter(event="draft.started").count() == 1


def test_d29_the_second_sees_the_first_value_and_nothing_is_overwritten(save, manager, data_officer):
    save(gp_consultations=("142", ""))

    kept = save(by=data_officer, gp_consultations=("150", ""))

    (conflict,) = kept.conflicts
    assert (conflict.theirs, conflict.yours, conflict.by) == ("142", "150", str(manager))
    assert text_of("gp_consultations") == "142"


def test_d29_who_has_seen_both_decides(save, data_officer):
    save(gp_consultations=("142", ""))

    kept = save(by=data_officer, gp_consultations=("150", "142"))

    assert kept.conflicts == []
    assert text_of("gp_consultations") == "150"


def test_two_people_in_different_cells_do_not_meet(save, data_officer):
    save(gp_consultations=("142", ""))

    kept = save(by=data_officer, people_13w=("11", ""))

    assert kept.conflicts == []
    assert (text_of("gp_consultations"), text_of("people_13w")) == ("142", "11")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("comment", "about 943 476 5919"),
        ("comment", "0f" * 32),
        ("comment", "lives in TS1 3BA"),
        ("gp_consultations", "9434765919"),
        ("severity_tool", "jane@example.org"),
    ],
)
def test_d22_what_names_a_patient_is_never_kept(save, column, text):
    kept = save(people_13w=("11", ""), **{column: (text, "")})

    assert column in kept.refused
    assert text not in str(list(ReturnDraft.objects.values()))
    assert text_of("people_13w") == "11"


def test_c9_a_tick_is_kept_and_can_be_taken_back(save):
    save(confirmed={"list_open": True})
    draft = save(confirmed={"list_open": False}).draft

    assert draft.confirmed == []


def test_sending_makes_an_ordinary_file_of_one_row(whole, manager):
    upload = drafts.send_draft(draft=whole, by=manager, acting_scope="Ash Surgery")

    assert (upload.original_name, upload.state) == ("A99001-2006-11-typed.csv", "received")
    assert work().state == "ready"
    assert not MonthlyReturn.objects.exists()


def test_sending_twice_is_one_file(whole, manager):
    first = drafts.send_draft(draft=whole, by=manager, acting_scope="")
    again = drafts.send_draft(draft=whole, by=manager, acting_scope="")

    assert again == first
    assert Upload.objects.count() == 1


def test_a_file_that_is_typed_over_is_taken_back_when_the_new_one_goes(whole, save, manager):
    first = drafts.send_draft(draft=whole, by=manager, acting_scope="")
    changed = save(gp_consultations=("143", "142")).draft

    drafts.send_draft(draft=changed, by=manager, acting_scope="")

    first.refresh_from_db()
    assert first.state == "withdrawn"


def test_once_submitted_the_draft_is_empty(whole, manager):
    drafts.send_draft(draft=whole, by=manager, acting_scope="")

    uploads.submit(upload=work(), by=manager)

    draft = ReturnDraft.objects.get()
    assert (draft.cells, draft.confirmed) == ({}, [])
    assert MonthlyReturn.objects.get().gp_consultations == 142


def test_d29_what_was_typed_since_the_file_was_made_is_not_lost(whole, save, manager, data_officer):
    drafts.send_draft(draft=whole, by=manager, acting_scope="")
    save(by=data_officer, gp_consultations=("143", "142"))

    uploads.submit(upload=work(), by=manager)

    assert MonthlyReturn.objects.get().gp_consultations == 142
    assert text_of("gp_consultations") == "143"


def test_typing_after_submission_begins_with_what_was_sent(whole, save, manager):
    drafts.send_draft(draft=whole, by=manager, acting_scope="")
    uploads.submit(upload=work(), by=manager)

    save(start=Start({"gp_consultations": "142"}), people_13w=("10", ""))

    assert (text_of("gp_consultations"), text_of("people_13w")) == ("142", "10")


def test_a_draft_counts_nowhere(whole):
    assert not MonthlyReturn.objects.exists()
    assert not Upload.objects.exists()
