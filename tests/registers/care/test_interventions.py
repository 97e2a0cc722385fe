"""What people were offered and took up, and the directory that it is chosen from."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from operations.models import AuditEvent
from registers.actions.interventions import save_intervention
from registers.actions.offers import save_offer
from registers.models import EntryState, InterventionKind, LocalOffer
from tests.registers.people import make_entry, make_intervention

DAY = date(2007, 2, 5)


def save(entry, by, **values):
    asked = {"kind": "", "offer": None, "offered_on": DAY, "taken_up": None, "taken_up_on": None, "ended_on": None}
    return save_intervention(entry=entry, by=by, **(asked | values))


def make_offer(practice, by, **values):
    asked = {
        "name": "Self-help clinic", "kind": "guided_self_help", "first_step": 1, "last_step": 2, "provider": "",
        "how_to_refer": "", "waiting_weeks": None, "is_open": True,
    }  # fmt: skip
    return save_offer(offer=LocalOffer(practice=practice), by=by, **(asked | values))


@pytest.mark.parametrize("kind", InterventionKind.values)
def test_28_a_person_at_step_2_can_be_offered_each_kind(entry, review, clinician, kind):
    assert save(entry, clinician, kind=kind).kind == kind


def test_24_an_offer_of_the_directory_brings_its_kind(entry, clinician):
    offer = make_offer(entry.practice, clinician)

    row = save(entry, clinician, offer=offer)

    assert (row.kind, row.offer) == ("guided_self_help", offer)


def test_an_offer_and_another_kind_do_not_go_together(entry, clinician):
    with pytest.raises(ValidationError) as caught:
        save(entry, clinician, offer=make_offer(entry.practice, clinician), kind="cbt")

    assert set(caught.value.message_dict) == {"kind"}


def test_something_was_offered(entry, clinician):
    with pytest.raises(ValidationError) as caught:
        save(entry, clinician)

    assert set(caught.value.message_dict) == {"kind"}


def test_d11_an_offer_of_another_practice_is_refused(entry, neighbour, clinician):
    theirs = LocalOffer.objects.create(practice=neighbour, name="Theirs", kind="cbt")

    with pytest.raises(ValidationError):
        save(entry, clinician, offer=theirs)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("offered_on", {"offered_on": date(2007, 2, 9)}),
        ("taken_up_on", {"taken_up": True, "taken_up_on": date(2007, 2, 4)}),
        ("taken_up_on", {"taken_up": False, "taken_up_on": DAY}),
        ("ended_on", {"taken_up": None, "ended_on": DAY}),
        ("ended_on", {"taken_up": True, "taken_up_on": date(2007, 2, 7), "ended_on": date(2007, 2, 6)}),
    ],
)
def test_days_of_an_offer_are_in_order(entry, clinician, field, values):
    with pytest.raises(ValidationError) as caught:
        save(entry, clinician, **({"kind": "books"} | values))

    assert set(caught.value.message_dict) == {field}


def test_73_what_came_of_an_offer_is_written_down_later(entry, clinician):
    row = make_intervention(entry)

    save(entry, clinician, intervention=row, kind="books", taken_up=True, taken_up_on=DAY, offered_on=row.offered_on)

    row.refresh_from_db()
    assert (row.taken_up, row.taken_up_on) == (True, DAY)


def test_nothing_is_offered_after_the_episode(practice, clinician):
    with pytest.raises(ValidationError):
        save(make_entry(practice, 3, state=EntryState.LEFT), clinician, kind="books")


def test_d37_the_event_does_not_say_what_was_offered(entry, clinician):
    save(entry, clinician, kind="cbt", taken_up=True)

    assert AuditEvent.objects.get(event="intervention.offered").details == {"entry": entry.pk}


def test_the_directory_has_each_name_once_whatever_its_capitals(practice, clinician):
    make_offer(practice, clinician)

    with pytest.raises(ValidationError) as caught:
        make_offer(practice, clinician, name="SELF-HELP clinic")
    assert set(caught.value.message_dict) == {"name"}


def test_two_practices_may_have_offers_of_one_name(practice, neighbour, clinician):
    LocalOffer.objects.create(practice=neighbour, name="Self-help clinic", kind="guided_self_help")

    assert make_offer(practice, clinician).pk


def test_a_data_officer_does_not_change_the_directory(practice, data_officer):
    with pytest.raises(PermissionDenied):
        make_offer(practice, data_officer)
