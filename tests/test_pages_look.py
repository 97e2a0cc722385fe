"""What stands around every page, the pages for what went wrong, and the headers sent with them (D42, D43, D46)."""

import errno
import logging
import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import RequestFactory
from redis.exceptions import RedisError

from collaborative.views import errors
from practices.scope import SESSION_KEY

OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accessibility/", "/privacy/", "/gallery/"]


@pytest.fixture
def quiet(client):
    client.raise_request_exception = False
    return client


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.gallery"


def page(response):
    return response.content.decode()


# ------------------------------------------------------------------ around every page


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_policy_allows_nothing_inline_and_no_other_host(client, address):
    """D42, D43"""
    response = client.get(address)

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"):
        assert directive in policy


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_pages_hold_no_inline_script_style_or_other_host(client, address):
    """D42, D43"""
    html = page(client.get(address))

    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r'(src|href|action)="(https?:)?//', html)


def test_other_security_headers(client):
    """D42"""
    response = client.get("/accounts/login/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("is_on", [True, False])
def test_demonstration_says_so_and_names_its_date(client, settings, is_on):
    settings.DEMONSTRATION = is_on

    html = page(client.get("/privacy/"))

    assert ("invented data" in html) is is_on
    assert ("stands at 8 February 2007" in html) is is_on


def test_header_names_the_role_and_organisation(client_of, manager):
    html = page(client_of(manager).get("/accounts/"))

    assert "Ash Surgery as practice manager" in html


def test_header_offers_a_change_to_one_who_holds_several_roles(client_of, manager, neighbour):
    manager.grants.create(role="data_officer", organisation=neighbour, starts_on="2006-01-01")

    html = page(client_of(manager).get("/accounts/"))

    assert html.count("<option") == 3 and "All my practices" in html


def test_navigation_holds_only_what_the_role_may_open(client_of, manager, administrator):
    of_manager = page(client_of(manager).get("/accounts/"))
    of_administrator = page(client_of(administrator).get("/accounts/"))

    assert "Organisations" in of_manager and "Jobs" not in of_manager
    assert "Jobs" in of_administrator


def test_improvement_is_marked_in_the_navigation_on_its_pages_under_a_wave(client_of, facilitator):
    page = client_of(facilitator).get("/waves/W1/improvement/teams/").content.decode()

    (marked,) = re.findall(r'href="([^"]+)" aria-current="true"', page)
    assert marked == "/improvement/"


def test_signed_in_page_costs_few_queries(client_of, manager, django_assert_max_num_queries):
    client = client_of(manager)
    client.get("/accessibility/")

    with django_assert_max_num_queries(3):  # session, person, grants
        client.get("/accessibility/")


def test_chosen_scope_is_named(client_of, manager, neighbour):
    grant = manager.grants.create(role="data_officer", organisation=neighbour, starts_on="2006-01-01")
    client = client_of(manager)
    session = client.session
    session[SESSION_KEY] = str(grant.pk)
    session.save()

    assert "Beech Surgery as data officer" in page(client.get("/accounts/"))


# ------------------------------------------------------------------ what went wrong


def assert_is_error_page(response, status, caplog):
    """A styled page with a reference number that stands in the log too."""
    reference = re.search(r"app-reference\">([0-9A-F]{8})<", page(response))[1]
    assert response.status_code == status
    assert reference in caplog.text
    assert "nhsuk-header" in page(response) and "Traceback" not in page(response)


def test_page_not_found(client_of, manager, caplog):
    caplog.set_level(logging.INFO)

    assert_is_error_page(client_of(manager).get("/nowhere/"), 404, caplog)


def test_wrong_method(client_of, manager, caplog):
    caplog.set_level(logging.INFO)
    response = client_of(manager).get("/accounts/session/extend/")

    assert_is_error_page(response, 405, caplog)
    assert response["Allow"] == "POST"


def test_form_without_its_token(client, caplog):
    caplog.set_level(logging.INFO)
    careful = type(client)(enforce_csrf_checks=True)

    assert_is_error_page(careful.post("/accounts/login/", {}), 403, caplog)


def test_fault_of_ours_shows_no_trace(quiet, caplog):
    response = quiet.get("/broken/")

    assert_is_error_page(response, 500, caplog)
    assert "secret of the traceback" not in page(response)


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("no connection"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        RedisError("Connection refused"),
    ],
)
def test_database_or_disk_out_of_reach_says_that_nothing_was_changed(caplog, fault):
    """D34"""
    response = answer_to(fault)

    assert_is_error_page(response, 503, caplog)
    assert "Nothing was changed" in page(response)


def answer_to(fault):
    """What the handler says while the fault is being handled, as Django calls it."""
    try:
        raise fault
    except Exception:
        return errors.server_error(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("view", "exception", "status"),
    [
        (errors.bad_request, SuspiciousOperation(), 400),
        (errors.bad_request, RequestDataTooBig(), 413),
        (errors.permission_denied, PermissionDenied(), 403),
        (errors.too_many_requests, None, 429),
    ],
)
def test_handlers(rf, caplog, view, exception, status):
    caplog.set_level(logging.INFO)

    assert_is_error_page(view(rf.get("/"), exception), status, caplog)


def test_line_feed_in_an_address_makes_no_second_log_line(client, caplog):
    """D37"""
    caplog.set_level(logging.INFO, logger="collaborative.errors")

    client.get("/nowhere%0d%0aforged/")

    assert all("\n" not in record.getMessage() for record in caplog.records if record.name == "collaborative.errors")


# ------------------------------------------------------------------ forms


def test_every_widget_is_drawn_with_label_hint_and_its_own_component(client):
    html = page(client.get("/gallery/"))

    for component in ("input", "textarea", "select", "radios", "checkboxes", "date-input", "file-upload"):
        assert f"nhsuk-{component}" in html
    assert 'id="id_name-hint"' in html and 'aria-describedby="id_name-hint"' in html


def test_errors_are_listed_and_linked_and_say_what_to_do(client):
    html = page(client.post("/gallery/", {"joined_on-day": "31", "joined_on-month": "2", "joined_on-year": "2007"}))

    assert "<title>Error: " in html
    for link in ('href="#id_name"', 'href="#id_joined_on-day"', 'href="#id_measure"'):
        assert link in html
    assert "Enter name" in html and "Choose a file" in html.replace("Choose file", "Choose a file")


def test_what_was_typed_comes_back(client):
    html = page(
        client.post("/gallery/", {"name": "<b>Pat</b>", "joined_on-day": "31", "measure": "m2", "month": "2006-11"})
    )

    assert 'value="&lt;b&gt;Pat&lt;/b&gt;"' in html
    assert re.search(r'name="joined_on-day"[^>]*value="31"', html)
    assert re.search(r'value="m2"\s+checked', html) and re.search(r'value="2006-11"\s+selected', html)
