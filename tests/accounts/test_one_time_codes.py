"""D7: the compulsory one-time code."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

from operations.models import AuditEvent
from tests.conftest import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/?next=/accounts/sessions/"


@pytest.fixture
def compulsory(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture
def has_code(manager):
    TOTP.activate(manager, SECRET)
    return RecoveryCodes.activate(manager)


def current_code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def give_password(client, person):
    return client.post(LOGIN, {"login": person.email, "password": PASSWORD})


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


@pytest.mark.parametrize("address", ["account", "usersessions_list", "account_change_password"])
def test_without_a_code_every_page_leads_to_setting_it_up(client_of, manager, compulsory, address):
    response = client_of(manager).get(reverse(address))

    assert response.status_code == 302 and response["Location"] == reverse("mfa_activate_totp")


@pytest.mark.parametrize("address", ["mfa_index", "account_logout"])
def test_setting_up_and_signing_out_stay_open(client_of, manager, compulsory, address):
    assert client_of(manager).get(reverse(address)).status_code == 200


def test_password_alone_does_not_sign_in_and_next_survives_the_code(client, manager, has_code):
    """D9 too"""
    give_password(client, manager)
    assert client.get("/accounts/").status_code == 302

    response = give_code(client, current_code())

    assert response["Location"] == "/accounts/sessions/"


def test_same_code_twice_is_refused(client, manager, has_code):
    code = current_code()
    give_password(client, manager)
    give_code(client, code)
    client.post("/accounts/logout/")
    give_password(client, manager)

    assert give_code(client, code).status_code == 200
    assert client.get("/accounts/").status_code == 302


def test_six_wrong_codes_lock_even_the_right_one(client, manager, has_code):
    give_password(client, manager)
    for _ in range(6):
        give_code(client, "000000")

    page = give_code(client, current_code())

    assert "Too many tries" in page.content.decode()


def test_recovery_code_works_once(client, manager, has_code):
    code = has_code.get_unused_codes()[0]
    give_password(client, manager)
    assert give_code(client, code).status_code == 302
    client.post("/accounts/logout/")
    give_password(client, manager)

    assert give_code(client, code).status_code == 200


def test_secrets_are_not_stored_in_clear(manager, has_code):
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in stored
    assert not any(code in stored for code in has_code.generate_codes())


def test_code_is_asked_after_a_new_password_too(client, manager, has_code):
    """D8"""
    manager.set_password("another quiet phrase")
    manager.save()
    client.post(LOGIN, {"login": manager.email, "password": "another quiet phrase"})

    assert client.get("/accounts/").status_code == 302


def test_codes_are_in_the_audit_trail(client, manager, has_code):
    """D36"""
    give_password(client, manager)
    give_code(client, "000000")
    give_code(client, current_code())

    events = list(AuditEvent.objects.order_by("id").values_list("event", flat=True))
    assert events == ["one_time_code_failed", "one_time_code_used", "signed_in"]
