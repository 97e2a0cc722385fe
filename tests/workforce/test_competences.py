"""Competences: evidence, sign-off by the supervisor, the matrix of a programme (P4, rows 14, 49)."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster
from tests.workforce.roster import queries_of
from workforce.actions.competences import add_evidence, sign_off
from workforce.models import CompetenceEvidence

DAY = date(2006, 6, 1)


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    return worker


@pytest.fixture
def supervisor(graduates, trust, worker):
    person = roster.make_worker(graduates, trust, "S9")
    roster.make_arrangement(worker, person)
    return roster.supervisor_at(trust, person)


def make_evidence(worker, competence="1", **fields):
    values = {"framework": "ESC", "evidence": "Observed twice", "evidenced_on": DAY, **fields}
    return CompetenceEvidence.objects.create(worker=worker, competence=competence, **values)


def evidence_form(**fields):
    return {"competence": "1", "evidence": "Observed in two sessions", "evidenced_on": "2006-6-1", **fields}


def test_the_page_of_a_worker_has_ten_rows_for_the_ten_capabilities(client_of, worker, lead):
    """49"""
    page = client_of(lead).get(reverse("worker_competences", args=[worker.pk]), {"framework": "ESC"})
    assert len(page.context["rows"]) == 10


def test_a_worker_records_the_own_evidence_which_waits(client_of, trust, worker):
    person = roster.staff_member_at(trust, worker)
    answer = client_of(person).post(reverse("evidence_create", args=[worker.pk]) + "?framework=ESC", evidence_form())
    assert answer.status_code == 302
    row = CompetenceEvidence.objects.get()
    assert (row.framework, row.competence, row.signed_off_on) == ("ESC", "1", None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"evidence": "Seen with 943 476 5919"}, "an NHS number"),
        ({"evidence": "Mrs Adams was glad"}, "name"),
        ({"evidenced_on": "2008-6-1"}, "not in the future"),
        ({"competence": "99"}, "valid choice"),
    ],
)
def test_evidence_that_names_a_patient_or_is_of_the_future_is_refused(client_of, trust, worker, fields, words):
    """B86"""
    person = roster.staff_member_at(trust, worker)
    page = client_of(person).post(reverse("evidence_create", args=[worker.pk]), evidence_form(**fields))
    assert words in page.content.decode()
    assert "943 476" not in page.content.decode().replace(fields.get("evidence", ""), "")
    assert not CompetenceEvidence.objects.exists()


def test_a_framework_with_levels_asks_for_the_level(client_of, lead, worker):
    address = reverse("evidence_create", args=[worker.pk]) + "?framework=KSF"
    page = client_of(lead).post(address, evidence_form(competence="C1"))
    assert "Choose a level" in page.content.decode()
    assert client_of(lead).post(address, evidence_form(competence="C1", level="2")).status_code == 302
    assert CompetenceEvidence.objects.get().level == 2


def test_the_supervisor_signs_off_and_the_trail_names_nobody(client_of, worker, supervisor):
    row = make_evidence(worker)
    client_of(supervisor).post(reverse("evidence_sign", args=[row.pk]), {})
    row.refresh_from_db()
    assert (row.signed_off_by, row.signed_off_on) == (supervisor, date(2007, 2, 8))
    event = AuditEvent.objects.get(event="competence.signed_off")
    assert event.details == {"framework": "ESC", "competence": "1"}


def test_neither_lead_nor_worker_nor_manager_signs_off(client_of, trust, worker, lead, manager):
    row = make_evidence(worker)
    own = roster.staff_member_at(trust, worker)
    for person in (lead, own, manager):
        assert client_of(person).post(reverse("evidence_sign", args=[row.pk]), {}).status_code == 403
    row.refresh_from_db()
    assert row.signed_off_on is None


def test_a_supervisor_of_others_does_not_find_the_evidence(client_of, graduates, trust, worker):
    row = make_evidence(worker)
    other = roster.supervisor_at(trust, roster.make_worker(graduates, trust, "S8"))
    assert client_of(other).get(reverse("evidence_sign", args=[row.pk])).status_code == 404


def test_words_that_changed_since_they_were_read_are_not_signed_off(client_of, worker, supervisor):
    row = make_evidence(worker, "1")
    page = client_of(supervisor).get(reverse("evidence_sign", args=[row.pk]))
    seen = page.context["form"]["seen"].value()
    CompetenceEvidence.objects.update(evidence="Other words")

    answer = client_of(supervisor).post(reverse("evidence_sign", args=[row.pk]), {"seen": seen})

    row.refresh_from_db()
    assert seen and "Somebody else has changed this" in answer.content.decode()
    assert row.signed_off_on is None


def test_nobody_signs_off_the_own_evidence(trust, worker):
    person = roster.staff_member_at(trust, worker)
    row = make_evidence(worker)
    with pytest.raises(ValidationError, match="own evidence"):
        sign_off(evidence=row, by=person)


def test_evidence_is_signed_off_once(worker, supervisor):
    row = make_evidence(worker)
    sign_off(evidence=row, by=supervisor)
    with pytest.raises(ValidationError, match="already"):
        sign_off(evidence=row, by=supervisor)


def test_a_last_day_in_the_past_is_refused_at_sign_off(client_of, worker, supervisor):
    row = make_evidence(worker)
    page = client_of(supervisor).post(reverse("evidence_sign", args=[row.pk]), {"expires_on": "2007-2-7"})
    assert "not in the past" in page.content.decode()


def test_evidence_of_the_action_is_checked_as_the_model_says(worker, lead):
    with pytest.raises(ValidationError):
        add_evidence(worker=worker, framework="ESC", competence="1", evidence="", evidenced_on=DAY, by=lead)


def test_the_matrix_shows_words_for_each_standing(client_of, graduates, worker, lead, supervisor):
    """P4"""
    signed = {"signed_off_by": supervisor, "signed_off_on": DAY}
    make_evidence(worker, "1", **signed)
    make_evidence(worker, "2")
    make_evidence(worker, "3", **signed, expires_on=date(2007, 1, 1))
    page = client_of(lead).get(reverse("competence_matrix", args=["graduates"]), {"framework": "ESC"})
    (row,) = page.context["matrix"]["rows"]
    assert re.findall(r">(\w+)</td>", row["cells"]) == ["Signed", "Waiting", "Expired"] + ["None"] * 7
    assert row["signed"] == "1 of 10"


def test_the_matrix_is_narrowed_by_role_and_pct(client_of, graduates, worker, lead, other_trust):
    other = roster.make_worker(graduates, other_trust, "S2")
    roster.hold(roster.make_post(graduates, other_trust, number="P2", role="MHP"), other)
    address = reverse("competence_matrix", args=["graduates"])

    def numbers(**query):
        return [row["number"] for row in client_of(lead).get(address, query).context["matrix"]["rows"]]

    assert numbers() == ["S1", "S2"]
    assert numbers(role="MHP") == ["S2"]
    assert numbers(commissioner="5W0") == ["S1"]


def test_the_matrix_shows_each_person_what_they_may_read(client_of, graduates, trust, worker, supervisor, manager):
    roster.hold(roster.make_post(graduates, trust, number="P2"), roster.make_worker(graduates, trust, "S2"))
    address = reverse("competence_matrix", args=["graduates"])
    page = client_of(supervisor).get(address)
    assert [row["number"] for row in page.context["matrix"]["rows"]] == ["S1"]
    assert client_of(manager).get(address).status_code == 404


def test_whoever_has_left_is_not_in_the_matrix(client_of, graduates, trust, worker, lead):
    gone = roster.make_worker(graduates, trust, "S2")
    roster.hold(roster.make_post(graduates, trust, number="P2"), gone, end=date(2006, 12, 31), reason="pay")
    page = client_of(lead).get(reverse("competence_matrix", args=["graduates"]))
    assert [row["number"] for row in page.context["matrix"]["rows"]] == ["S1"]


def test_the_file_has_numbers_and_no_names_and_leaves_a_trace(client_of, worker, lead):
    make_evidence(worker, "2")
    answer = client_of(lead).get(reverse("competence_matrix_csv", args=["graduates"]), {"framework": "ESC"})
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("S1,5W0,0,No evidence,Waiting for sign-off,")
    assert worker.name not in text
    assert AuditEvent.objects.get(event="competences.exported").details["people"] == 1


def test_a_programme_without_frameworks_says_so(client_of, graduates, worker, lead):
    graduates.workforce.frameworks = ["NOS"]
    graduates.workforce.save()
    page = client_of(lead).get(reverse("competence_matrix", args=["graduates"]))
    assert "no framework with competences yet" in page.content.decode()
    assert client_of(lead).get(reverse("competence_matrix_csv", args=["graduates"])).status_code == 404


def test_the_matrix_asks_as_many_queries_for_many_as_for_one(client_of, graduates, trust, worker, lead):
    address = reverse("competence_matrix", args=["graduates"])
    first = queries_of(client_of(lead), address)
    for number in range(2, 9):
        other = roster.make_worker(graduates, trust, f"S{number}")
        roster.hold(roster.make_post(graduates, trust, number=f"P{number}"), other)
        make_evidence(other)
    assert queries_of(client_of(lead), address) == first


def test_evidence_that_waits_is_put_right_and_taken_out_by_the_worker(client_of, trust, worker):
    """P4"""
    person, row = roster.staff_member_at(trust, worker), make_evidence(worker)

    sent = evidence_form(competence="2", evidence="Read the guidance")
    client_of(person).post(reverse("evidence_edit", args=[row.pk]), sent)
    row.refresh_from_db()
    assert (row.competence, row.evidence) == ("2", "Read the guidance")
    client_of(person).post(reverse("evidence_remove", args=[row.pk]))

    assert not CompetenceEvidence.objects.exists()
    events = AuditEvent.objects.filter(event__startswith="competence.").order_by("pk")
    assert [event.details for event in events] == [
        {"framework": "ESC", "competence": "2", "before": "1"},
        {"framework": "ESC", "competence": "2"},
    ]


def test_what_is_signed_off_is_neither_changed_nor_taken_out(client_of, lead, worker, supervisor):
    row = make_evidence(worker, signed_off_by=supervisor, signed_off_on=DAY)

    changed = client_of(lead).post(reverse("evidence_edit", args=[row.pk]), evidence_form(competence="2"))
    client_of(lead).post(reverse("evidence_remove", args=[row.pk]))

    assert "takes that back first" in changed.content.decode()
    assert CompetenceEvidence.objects.get().competence == "1"


def test_the_supervisor_takes_a_sign_off_back_and_nobody_else(client_of, trust, lead, worker, supervisor):
    """P4"""
    row = make_evidence(worker, signed_off_by=supervisor, signed_off_on=DAY)
    own, address = roster.staff_member_at(trust, worker), reverse("evidence_unsign", args=[row.pk])

    assert [client_of(person).post(address).status_code for person in (lead, own)] == [403, 403]
    client_of(supervisor).post(address)

    row.refresh_from_db()
    assert (row.signed_off_by, row.signed_off_on) == (None, None)


def test_a_framework_that_is_switched_off_hides_its_rows_and_keeps_its_evidence(client_of, lead, worker, supervisor):
    """P4"""
    row, client = make_evidence(worker), client_of(supervisor)
    settings = worker.programme.workforce
    settings.frameworks = ["KSF"]
    settings.save()

    addresses = [reverse(name, args=[row.pk]) for name in ("evidence_sign", "evidence_edit")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    page = client.get(reverse("worker_competences", args=[worker.pk]), {"framework": "ESC"}).content.decode()
    assert "Observed twice" not in page and "self-rating" not in page.lower()
    assert "to sign off" not in client.get(reverse("supervisees")).content.decode()
    settings.frameworks = ["KSF", "ESC"]
    settings.save()
    assert (
        "Observed twice"
        in client.get(reverse("worker_competences", args=[worker.pk]) + "?framework=ESC").content.decode()
    )
