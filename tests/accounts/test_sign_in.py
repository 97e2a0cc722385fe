"""D1 to D4, D8, D9: signing in, being refused, and setting a new password."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.urls import reverse

from accounts import actions
from operations.models import AuditEvent
from tests.conftest import PASSWORD, make_person

LOGIN = "/accounts/login/"


def try_to_sign_in(client, email, password=PASSWORD, **headers):
    return client.post(LOGIN + "?next=/accounts/", {"login": email, "password": password}, **headers)


def is_signed_in(client):
    return client.get("/accounts/").status_code == 200


def text_of(response):
    """The page without what differs by design: the token and what was typed."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|value="[^"]*@[^"]*"', "", response.content.decode())


def test_right_password_signs_in_and_changes_the_session_key(client, manager):
    """D4"""
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key

    response = try_to_sign_in(client, manager.email)

    assert response.status_code == 302 and response["Location"] == "/accounts/"
    assert client.session.session_key != before


def test_old_session_key_leads_to_sign_in(client, manager):
    """D4"""
    try_to_sign_in(client, manager.email)
    old = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = old

    assert client.get("/accounts/")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("exists", [True, False])
def test_five_wrong_passwords_lock_the_address_even_for_the_right_one(client, manager, exists):
    """D1"""
    email = manager.email if exists else "nobody@example.org"
    for _ in range(5):
        try_to_sign_in(client, email, "wrong")

    response = try_to_sign_in(client, email)

    assert "Too many tries" in response.content.decode() and not is_signed_in(client)


def test_lock_lasts_ten_minutes_from_the_last_wrong_password(client, manager, time_machine):
    """D1"""
    time_machine.move_to("2026-01-05 09:00 +0000", tick=False)
    for minutes in (0, 2, 4, 6, 8):
        time_machine.move_to(f"2026-01-05 09:0{minutes} +0000", tick=False)
        try_to_sign_in(client, manager.email, "wrong")

    time_machine.move_to("2026-01-05 09:17 +0000", tick=False)
    try_to_sign_in(client, manager.email)
    assert not is_signed_in(client)

    time_machine.move_to("2026-01-05 09:19 +0000", tick=False)
    try_to_sign_in(client, manager.email)
    assert is_signed_in(client)


def test_fifty_people_behind_one_address_can_sign_in(client, db):
    """D1"""
    people = [make_person(f"person{number}@example.org") for number in range(50)]

    for person in people:
        assert try_to_sign_in(client, person.email).status_code == 302
        client.post("/accounts/logout/")


def test_made_up_forwarding_headers_do_not_escape_the_lock(client, manager):
    """D2"""
    for number in range(5):
        try_to_sign_in(client, manager.email, "wrong", headers={"X-Forwarded-For": f"10.0.0.{number}"})

    try_to_sign_in(client, manager.email, headers={"X-Forwarded-For": "10.1.1.1"})

    assert not is_signed_in(client)


def test_refusal_reads_the_same_for_known_unknown_closed_and_invited(client, manager, administrator):
    """D3"""
    closed = make_person("closed@example.org")
    actions.close_account(person=closed, by=administrator)
    invited = actions.invite(email="invited@example.org", name="New Person", by=administrator)

    pages = [
        text_of(try_to_sign_in(client, email, password))
        for email, password in [
            (manager.email, "wrong"),
            ("nobody@example.org", "wrong"),
            (closed.email, PASSWORD),
            (invited.email, "wrong"),
        ]
    ]

    assert len(set(pages)) == 1 and "is not right" in pages[0]


def test_asking_for_a_link_answers_the_same_for_unknown_addresses(client, manager):
    """D3"""
    known = client.post("/accounts/password/reset/", {"email": manager.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert text_of(known) == text_of(unknown)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "%2F%2Fevil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ],
)
def test_next_to_another_site_is_ignored(client, manager, address):
    """D9"""
    response = client.post(LOGIN, {"login": manager.email, "password": PASSWORD, "next": address})

    assert response.status_code == 302 and response["Location"] == reverse("home")


def link_in_mail():
    return re.search(r"(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def set_password_by_link(client, link, password="quiet rivers run deep"):
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    return client.post(address, {"password1": password, "password2": password}, follow=True)


def test_reset_ends_other_sessions_tells_by_mail_and_does_not_sign_in(client, manager):
    """D8"""
    elsewhere = type(client)()
    try_to_sign_in(elsewhere, manager.email)
    client.post("/accounts/password/reset/", {"email": manager.email})

    page = set_password_by_link(client, link_in_mail())

    assert "Your new password is set" in page.content.decode()
    assert not is_signed_in(client) and not is_signed_in(elsewhere)
    assert mail.outbox[-1].to == [manager.email] and len(mail.outbox) == 2


def test_reset_link_works_once(client, manager):
    """D8"""
    client.post("/accounts/password/reset/", {"email": manager.email})
    link = link_in_mail()
    set_password_by_link(client, link)

    page = type(client)().get(link, follow=True)

    assert "This link does not work" in page.content.decode()


def test_reset_link_dies_after_an_hour(client, manager, time_machine):
    """D8"""
    time_machine.move_to("2026-01-05 09:00 +0000", tick=False)
    client.post("/accounts/password/reset/", {"email": manager.email})
    time_machine.move_to("2026-01-05 10:01 +0000", tick=False)

    assert "This link does not work" in client.get(link_in_mail(), follow=True).content.decode()


def test_reset_link_names_the_host_of_the_settings(client, manager, settings):
    """D8"""
    settings.SITE_ADDRESS = "https://collaborative.example.org"

    client.post("/accounts/password/reset/", {"email": manager.email})

    assert "https://collaborative.example.org/accounts/password/reset/key/" in mail.outbox[-1].body


def test_another_host_is_refused(client, manager):
    """D8"""
    response = client.post("/accounts/password/reset/", {"email": manager.email}, headers={"Host": "evil.example"})

    assert response.status_code == 400 and mail.outbox == []


def test_invited_person_sets_the_first_password_by_link(client, administrator):
    person = actions.invite(email="New@Example.org ", name="New Person", by=administrator)
    client.post("/accounts/password/reset/", {"email": person.email})

    set_password_by_link(client, link_in_mail())
    try_to_sign_in(client, person.email, "quiet rivers run deep")

    assert is_signed_in(client)


def test_closed_account_is_signed_out_at_its_next_request(client, manager, administrator):
    """D6"""
    try_to_sign_in(client, manager.email)

    actions.close_account(person=manager, by=administrator)

    assert not is_signed_in(client)


def test_signing_in_and_out_and_failing_is_in_the_audit_trail(client, manager):
    """D36"""
    try_to_sign_in(client, manager.email, "wrong")
    try_to_sign_in(client, manager.email)
    client.post("/accounts/logout/")

    events = list(AuditEvent.objects.order_by("id").values_list("event", flat=True))
    assert events == ["sign_in_failed", "signed_in", "signed_out"]


def test_failed_sign_in_keeps_no_address(client, db):
    """D37"""
    try_to_sign_in(client, "somebody.private@example.org", "wrong")

    assert "somebody" not in str(AuditEvent.objects.values())


def test_there_is_no_sign_up(client):
    assert client.get("/accounts/signup/").status_code in {302, 404}
    assert "signup" not in client.get(LOGIN).content.decode()


def test_page_that_refreshes_a_part_is_sent_to_sign_in_whole(client):
    """R1"""
    response = client.get("/accounts/", headers={"HX-Request": "true"})

    assert response.status_code == 401 and response["HX-Redirect"] == LOGIN


class CountingHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("email", ["manager@example.org", "nobody@example.org"])
def test_a_password_is_hashed_once_whether_or_not_there_is_an_account(client, manager, settings, email):
    """D3: counted, not timed."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.hashed = 0

    try_to_sign_in(client, email, "wrong")

    assert CountingHasher.hashed == 1
