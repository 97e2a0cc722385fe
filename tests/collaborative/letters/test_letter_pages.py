"""The pages about letters: the own, the choice, the preview of a wave, the post, and who is asked (C12, O2)."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.letters.reminders import send_reminders
from measures.models import ReturnContact
from operations import messages
from operations.models import AuditEvent, Message, MessageChoice
from tests.conftest import make_person, make_practice

pytestmark = pytest.mark.django_db
State = Message.State
PREVIEW = "/waves/W1/reminders/"


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def put(person, subject="A letter", kind="test.kind", **more):
    return messages.put(kind, period="1", person=person, subject=subject, body="What it says", **more)


def test_one_s_own_letters_are_listed_and_nobody_else_s(client_of, manager, stranger):
    put(manager, "For the manager")
    put(stranger, "For the stranger")

    page = body(client_of(manager).get(reverse("message_list")))

    assert "For the manager" in page and "What it says" in page
    assert "For the stranger" not in page


def test_a_letter_about_what_one_has_left_shows_its_kind_and_not_its_text(client_of, manager, stand_at, wave, step):
    send_reminders(wave, step(3), stand_at(13))
    manager.grants.all().delete()

    page = body(client_of(manager).get(reverse("message_list")))

    assert "You have no access any more" in page
    assert "Ash Surgery" not in page


def test_without_letters_the_page_says_so(client_of, stranger):
    assert "No letter was written to you yet" in body(client_of(stranger).get(reverse("message_list")))


def test_markup_in_a_letter_is_text_on_the_page(client_of, stranger):
    put(stranger, "<script>alert(1)</script>")

    page = body(client_of(stranger).get(reverse("message_list")))

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_c12_kinds_that_are_not_ticked_are_not_sent_any_more(client_of, manager):
    client = client_of(manager)
    assert "Reminders of a return that is due" in body(client.get(reverse("message_choices")))

    response = client.post(reverse("message_choices"), {"wanted": ["upload.receipt"]})

    assert response.status_code == 302
    unwanted = set(MessageChoice.objects.filter(person_id=manager.pk).values_list("kind", flat=True))
    assert "return.due" in unwanted and "upload.receipt" not in unwanted
    assert AuditEvent.objects.filter(event="messages.chosen", actor_id=manager.pk).exists()


def test_the_choice_shows_only_kinds_that_one_may_get(client_of, manager, facilitator):
    of_facilitator = body(client_of(facilitator).get(reverse("message_choices")))

    assert "Who is late with a return" in of_facilitator
    assert "Reminders of a return that is due" not in of_facilitator


def test_c12_the_preview_says_who_will_get_what_and_when(client_of, facilitator, manager):
    page = body(client_of(facilitator).get(PREVIEW))

    assert "Reminder for Jan 2007, on the day: 10 Feb 2007 at 08:00, 1 letter" in page
    assert "Reminder to Manager" in page
    assert "Dear Manager" in page
    assert "Who is late to Facilitator" in page
    assert "Beech Surgery (A99002)" in page  # nobody there can be written to


def test_the_preview_says_who_does_not_want_reminders(client_of, facilitator, manager):
    MessageChoice.objects.create(person_id=manager.pk, kind="return.due")

    assert "does not want these, and gets none" in body(client_of(facilitator).get(PREVIEW))


def test_o2_the_preview_lists_what_came_back(client_of, facilitator, manager, wave, step, stand_at):
    send_reminders(wave, step(-5), stand_at(5))
    Message.objects.update(state=State.BOUNCED, error="The mail server answered 550")
    stand_at(8)

    page = body(client_of(facilitator).get(PREVIEW))

    assert "The mail server answered 550" in page
    assert "1 could not be delivered" in page


def test_a_facilitator_of_one_pct_sees_no_practice_of_another_in_the_preview(
    client_of, wave, trust, elsewhere, manager
):
    make_person("elsewhere@example.org", Role.PRACTICE_MANAGER, organisation=elsewhere)
    person = make_person("local@example.org", Role.FACILITATOR, organisation=trust)

    page = body(client_of(person).get(PREVIEW))

    assert "Ash Surgery" in page
    assert "Cedar" not in page and "Elsewhere" not in page


@pytest.mark.parametrize(("who", "status"), [("commissioner", 403), ("manager", 403), ("stranger", 404)])
def test_the_preview_is_for_those_who_chase_returns(who, status, request, client_of, practice):
    person = request.getfixturevalue(who)

    assert client_of(person).get(PREVIEW).status_code == status


def test_the_preview_takes_as_many_queries_for_many_practices_as_for_few(
    client_of, facilitator, manager, wave, trust, django_assert_max_num_queries
):
    client = client_of(facilitator)
    with django_assert_max_num_queries(60) as few:
        client.get(PREVIEW)
    for number in range(8):
        practice = make_practice(wave, f"B{number:05}", f"Practice {number}", trust)
        make_person(f"b{number}@example.org", Role.PRACTICE_MANAGER, organisation=practice)

    with django_assert_max_num_queries(len(few)):
        client.get(PREVIEW)


def test_o2_the_post_shows_first_what_somebody_has_to_look_at_and_no_text(client_of, administrator, manager, stranger):
    bounced = put(manager, "Bounced")
    Message.objects.filter(pk=bounced.pk).update(state=State.BOUNCED, error="The mail server answered 550")
    put(stranger, "Waits")

    page = body(client_of(administrator).get(reverse("message_post")))

    assert page.index("manager@example.org") < page.index("stranger@example.org")
    assert "What it says" not in page and "Bounced" not in page


def test_the_post_is_narrowed_by_state(client_of, administrator, manager, stranger):
    Message.objects.filter(pk=put(manager).pk).update(state=State.BOUNCED)
    put(stranger)

    page = body(client_of(administrator).get(reverse("message_post"), {"state": "bounced"}))

    assert "manager@example.org" in page and "stranger@example.org" not in page


def test_o2_what_came_back_is_sent_again_by_the_administrator_and_by_nobody_else(
    client_of, administrator, facilitator, manager
):
    letter = put(manager)
    Message.objects.update(state=State.BOUNCED)
    address = reverse("message_resend", args=[letter.pk])

    assert client_of(facilitator).post(address).status_code == 403
    client_of(administrator).post(address)

    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_a_practice_chooses_who_is_asked(client_of, manager, data_officer, practice):
    client = client_of(manager)
    address = reverse("return_contact", args=["A99001"])
    assert "Data Officer" in body(client.get(address))

    client.post(address, {"responsible": data_officer.pk, "deputy": manager.pk})

    contact = ReturnContact.objects.get()
    assert (contact.practice, contact.responsible, contact.deputy) == (practice, data_officer, manager)


def test_nobody_from_elsewhere_is_chosen(client_of, manager, clinician, stranger):
    response = client_of(manager).post(reverse("return_contact", args=["A99001"]), {"responsible": stranger.pk})

    assert "Choose one of the people listed" in body(response)
    assert ReturnContact.objects.count() == 0


def test_the_same_person_is_not_the_deputy(client_of, manager):
    response = client_of(manager).post(
        reverse("return_contact", args=["A99001"]), {"responsible": manager.pk, "deputy": manager.pk}
    )

    assert "Choose somebody else as deputy" in body(response)


@pytest.mark.parametrize(("who", "code", "status"), [("clinician", "A99001", 403), ("manager", "A99002", 404)])
def test_others_do_not_choose_who_is_asked(who, code, status, request, client_of, neighbour):
    person = request.getfixturevalue(who)

    assert client_of(person).get(reverse("return_contact", args=[code])).status_code == status
