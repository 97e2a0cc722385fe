"""What others could work out from pages that are protected figure by figure: from a reason, a difference, an old page."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import HttpResponse

from collaborative.dashboards import stored
from collaborative.dashboards.nearness import is_near
from collaborative.middleware import ErrorPageMiddleware
from measures.change_words import interval_words, relative_words
from measures.computing.recompute import recompute_wave
from measures.disclosed_changes import Change
from measures.models import MonthlyReturn
from operations import audit
from practices.models import Parent
from tests.collaborative.conftest import STEADY, agree, send_returns, two_years
from tests.conftest import make_organisation, make_practice


def body(response):
    assert response.status_code == 200
    return response.content.decode()


# ---- true zeros


@pytest.fixture
def nobody_referred(wave, practice):
    """No referral in the baseline, some afterwards."""
    send_returns(wave, practice, 0, counts=STEADY)
    nothing = {"referrals_cmht": 0, "referrals_psychiatrist": 0, "referrals_dedup": 0}
    MonthlyReturn.objects.filter(practice=practice, month__lte=date(2006, 3, 1)).update(**nothing)
    recompute_wave(wave=wave)


def test_that_nothing_was_counted_in_the_baseline_is_said_to_partners_only(
    client_of, wave, practice, nobody_referred, facilitator
):
    """3.3: a true zero is for the practice and its partners."""
    client = client_of(facilitator)
    before = body(client.get("/waves/W1/practices/A99001/"))
    agree(wave, practice)
    after = body(client.get("/waves/W1/practices/A99001/"))

    assert "othing was counted in the baseline" not in before
    assert "othing was counted in the baseline" in after


def test_that_there_is_nobody_on_a_list_is_said_to_partners_only(client_of, wave, practice, facilitator):
    send_returns(wave, practice, 0, counts=(8200, 5330, 0, 0, 0, 0, *(0,) * 8))
    recompute_wave(wave=wave)
    client = client_of(facilitator)
    before = body(client.get("/waves/W1/"))
    agree(wave, practice)
    after = body(client.get("/waves/W1/"))

    assert ("No list yet" in before, "nobody on the list" in before) == (False, False)
    assert ("No list yet" in after, "nobody on the list" in after) == (True, True)


def test_a_tiny_practice_shows_its_status_only(client_of, wave, practice, facilitator):
    """Step 2: neither a month nor several together."""
    send_returns(wave, practice, 0, counts=(99, 80, 50, 0, 0, 50, 40, 30, *STEADY[8:12], 9, 1))
    recompute_wave(wave=wave)

    page = body(client_of(facilitator).get("/waves/W1/practices/A99001/"))

    assert "app-tile__value" not in page
    assert "withheld: fewer than 100 registered people" in page


def test_who_sent_a_return_is_said_to_the_practice_and_its_partners_only(
    client_of, wave, practice, manager, facilitator
):
    """The stored line hides the sender's name; the list of versions and their history must not tell it."""
    two_years(wave, practice)
    version = MonthlyReturn.objects.filter(practice=practice).latest("month")
    MonthlyReturn.objects.filter(pk=version.pk).update(submitted_by=manager)
    audit.record("return.submitted", by=manager, about=version, organisation=practice, month="2006-12", version=1)
    client = client_of(facilitator)
    before = body(client.get("/waves/W1/practices/A99001/returns/"))
    agree(wave, practice)
    after = body(client.get("/waves/W1/practices/A99001/returns/"))

    assert (before.count(manager.name), after.count(manager.name)) == (0, 2)


# ---- honest words


def test_a_rate_with_a_return_that_is_not_accepted_says_provisional_in_words(client_of, wave, practice, manager):
    """Open circles are for whoever sees the drawing; the last month of these returns is not accepted."""
    two_years(wave, practice)
    client = client_of(manager)
    before = body(client.get("/waves/W1/practices/A99001/")), body(client.get("/"))
    MonthlyReturn.objects.update(state="accepted", accepted_at=F("submitted_at"))
    recompute_wave(wave=wave)
    after = body(client.get("/waves/W1/practices/A99001/")), body(client.get("/"))

    # Of the practice's page four tiles, four charts and that of contacts with attached workers.
    assert [page.count(", provisional") for page in before] == [9, 4]
    assert [page.count(", provisional") for page in after] == [0, 0]


def test_a_change_without_an_interval_says_why():
    found = Change(-100.0, difference=-10.0)

    assert interval_words(found) == "no interval: nothing was counted in the latest months"
    assert relative_words(found) == "a change of −100.0%"


# ---- a PCT as it was and as it is


@pytest.fixture
def merge(wave, trust, other_trust):
    """A PCT of five practices takes one of `taken` in."""

    def made(taken):
        members = [make_practice(wave, f"A99{100 + place}", f"Practice {place:02}", trust) for place in range(5)]
        members += [
            make_practice(wave, f"A99{200 + place}", f"Other {place:02}", other_trust) for place in range(taken)
        ]
        for place, member in enumerate(members):
            send_returns(wave, member, place)
        merged = make_organisation("5WX", "Merged PCT", "commissioner")
        Parent.objects.filter(child__in=members).update(end=date(2006, 9, 30))
        Parent.objects.bulk_create(Parent(child=one, parent=merged, start=date(2006, 10, 1)) for one in members)
        recompute_wave(wave=wave)

    return made


@pytest.mark.parametrize(("taken", "is_withheld"), [(4, True), (5, False)])
def test_a_merged_pct_as_it_is_now_does_not_undo_what_is_withheld_of_a_part(
    client_of, merge, lay_member, taken, is_withheld
):
    """Step 2: all nine now less the five then would be the four whose total is withheld; P17."""
    merge(taken)
    client = client_of(lay_member)

    now = body(client.get("/waves/W1/data/commissioner_now/5WX/gp_consultations.csv"))
    page = body(client.get("/waves/W1/pcts/5WX/?pcts=now"))

    assert ("left out apart" in now, "left out apart" in page) == (is_withheld, is_withheld)
    assert ("app-tile__value" in page) is not is_withheld


@pytest.mark.parametrize(
    ("now", "then", "near"),
    [
        (set(range(9)), set(range(5)), True),
        (set(range(10)), set(range(5)), False),
        (set(range(6)), set(range(6)), False),
        (set(range(6)), set(range(1, 7)), True),
        (set(range(9)), set(range(4)), False),
        (set(range(9)), set(range(20, 26)), False),
    ],
)
def test_two_totals_are_the_same_practices_or_differ_by_five(now, then, near):
    assert is_near(now, len(now), then, len(then)) is near


@pytest.mark.parametrize("page", ["/waves/W1/", "/waves/W1/pcts/5W0/", "/waves/W1/measures/gp_consultations/"])
def test_a_practice_that_has_moved_is_at_once_off_its_former_commissioners_pages(
    client_of, wave, practice, neighbour, elsewhere, other_trust, commissioner, page
):
    """D6, D15: kept content is of a scope, and an import changes it without a computation."""
    two_years(wave, practice, neighbour, elsewhere)
    client = client_of(commissioner)
    before = body(client.get(page))
    Parent.objects.filter(child=practice).update(end=date(2007, 2, 7))
    Parent.objects.create(child=practice, parent=other_trust, start=date(2007, 2, 8))
    after = body(client.get(page))

    assert ("Ash Surgery" in before, "Ash Surgery" in after) == (True, False)
    assert "Beech Surgery" in after


# ---- what content is made by, and what no address has


def test_content_is_made_anew_when_any_module_of_the_measures_changes():
    covered = {path for pattern in stored.SOURCES for path in settings.BASE_DIR.glob(pattern)}

    assert covered >= {*settings.BASE_DIR.glob("measures/**/*.py"), *settings.BASE_DIR.glob("measures/**/*.toml")}


def test_an_address_with_a_nul_is_not_looked_for(rf):
    """PostgreSQL refuses the character with an error, which would be a page 500."""
    request = rf.get("/waves/%00/")
    request.user = AnonymousUser()

    assert ErrorPageMiddleware(lambda request: HttpResponse("looked for"))(request).status_code == 404


@pytest.mark.parametrize("query", ["mark=%00", "pct=5W0%00", "show=special&mark=%00A99001"])
def test_a_question_with_a_nul_is_not_asked(rf, query):
    """As in an address: what is asked for by `mark` or `pct` is looked for in the database."""
    request = rf.get("/waves/W1/matrix/", QUERY_STRING=query)
    request.user = AnonymousUser()

    assert ErrorPageMiddleware(lambda request: HttpResponse("looked for"))(request).status_code == 404


# ---- sums of published list sizes


@pytest.mark.parametrize("address", ["/waves/W1/", "/waves/W1/tracker/"])
def test_people_covered_are_a_share_for_whoever_does_not_see_everybody(
    client_of, wave, returned, manager, facilitator, practice, neighbour, elsewhere, address
):
    """List sizes are public, so an exact sum of those who reported names those who did not."""
    seen_by_all = body(client_of(facilitator).get(address))
    seen_by_one = body(client_of(manager).get(address))

    assert "24,600" in seen_by_all
    assert "24,600" not in seen_by_one
    assert "registered people" in seen_by_one


def test_who_accepted_is_named_to_partners_only(client_of, wave, practice, facilitator):
    send_returns(wave, practice, 0, counts=STEADY)
    MonthlyReturn.objects.filter(practice=practice).update(accepted_by=facilitator)
    stored_line = MonthlyReturn.objects.filter(practice=practice, state="accepted").latest("month")
    addresses = ["/waves/W1/practices/A99001/returns/", f"/returns/{stored_line.pk}/"]
    client = client_of(facilitator)
    before = [f"by {facilitator}" in body(client.get(address)) for address in addresses]
    agree(wave, practice)
    after = [f"by {facilitator}" in body(client.get(address)) for address in addresses]

    assert (before, after) == ([False, False], [True, True])
