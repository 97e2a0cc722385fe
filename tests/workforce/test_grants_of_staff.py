"""The workforce lead gives and ends the roles of supervisors and staff members in the own scope, and no others (R2)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from practices.models import Grant
from tests.conftest import make_person
from tests.workforce import roster
from workforce.models import Worker

SUPERVISEES, OWN = "/workforce/supervisees/", "/workforce/my-record/"


@pytest.fixture
def local_lead(trust):
    return roster.local_lead_of(trust)


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    return worker


@pytest.fixture
def supervisor(graduates, trust, worker):
    supervising = roster.make_worker(graduates, trust, "V1")
    roster.make_arrangement(worker, supervising)
    return roster.supervisor_at(trust, supervising)


def give(client, place, role, email="new@example.org"):
    values = {"email": email, "name": "New", "role": role, "place": f"organisation:{place.pk}"}
    first_day = {"starts_on": timezone.localdate().isoformat()}
    return client.post(reverse("grant_create"), {**values, **first_day})


@pytest.mark.parametrize("role", ["supervisor", "staff_member"])
def test_lead_gives_the_roles_of_the_workforce(client_of, local_lead, trust, role):
    give(client_of(local_lead), trust, role)

    grant = Grant.objects.get(person__email="new@example.org")
    assert (grant.role, grant.organisation, grant.granted_by) == (role, trust, local_lead)


@pytest.mark.parametrize("role", ["practice_manager", "workforce_lead", "commissioner"])
def test_lead_gives_no_other_role(client_of, local_lead, trust, role):
    give(client_of(local_lead), trust, role)

    assert not User.objects.filter(email="new@example.org").exists()


def test_lead_gives_no_role_in_another_pct(client_of, local_lead, trust, other_trust):
    give(client_of(local_lead), other_trust, "supervisor")

    assert not User.objects.filter(email="new@example.org").exists()


def test_lead_knows_of_no_other_roles(client_of, local_lead, manager, supervisor):
    """permissions.md: users and grants, WL VCU SU/ST of asg."""
    page = client_of(local_lead).get(reverse("grant_list")).content.decode()

    assert supervisor.name in page
    assert manager.name not in page
    assert client_of(local_lead).get(reverse("grant_end", args=[manager.grants.get().pk])).status_code == 404


def test_d13_commissioner_is_told_of_no_staff_by_name(client_of, commissioner, trust, manager, supervisor, worker):
    """permissions.md: staff identity, CO by pseudonym alone; a list of roles is no way round it."""
    person = roster.staff_member_at(trust, worker)
    User.objects.filter(pk__in=[person.pk, supervisor.pk]).update(name="Zelda Quillfeather")

    page = client_of(commissioner).get(reverse("grant_list")).content.decode()

    assert manager.name in page
    assert "Quillfeather" not in page
    assert client_of(commissioner).get(reverse("grant_end", args=[person.grants.get().pk])).status_code == 404


def test_r2_supervisor_whose_role_ended_loses_everything_at_the_next_request(
    client_of, local_lead, supervisor, worker, client
):
    pages = [SUPERVISEES, reverse("worker_detail", args=[worker.pk])]
    pages.append(reverse("post_detail", args=[worker.holdings.get().post_id]))
    assert [client_of(supervisor).get(page).status_code for page in pages] == [200, 200, 200]

    client_of(local_lead).post(reverse("grant_end", args=[supervisor.grants.get().pk]))

    assert [client_of(supervisor).get(page).status_code for page in pages] == [403, 404, 404]
    assert not Worker.objects.visible_to(User.objects.get(pk=supervisor.pk)).exists()


def test_supervisor_whose_arrangement_ended_sees_nobody_with_the_role_still_there(client_of, supervisor, worker):
    worker.arrangements.update(end=roster.BEGAN)

    assert client_of(supervisor).get(reverse("worker_detail", args=[worker.pk])).status_code == 404


def test_whoever_left_keeps_the_own_record_until_the_role_ends(client_of, worker, trust, local_lead):
    """Self view stays: a copy is asked for after leaving too. No colleague is seen with it."""
    person = roster.staff_member_at(trust, worker)
    worker.holdings.update(end=roster.BEGAN)
    assert client_of(person).get(OWN).status_code == 200

    client_of(local_lead).post(reverse("grant_end", args=[person.grants.get().pk]))

    assert client_of(person).get(OWN).status_code == 403


def test_lead_of_one_pct_ends_no_role_in_another(client_of, local_lead, other_trust):
    other = make_person("other@example.org", Role.SUPERVISOR, organisation=other_trust)

    assert client_of(local_lead).post(reverse("grant_end", args=[other.grants.get().pk])).status_code == 404
    assert other.grants.get().ended_at is None
