"""import_organisations: re-runnable, never deletes, says what became of each row."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operations.models import AuditEvent
from practices.actions.organisations import import_organisations
from practices.models import ListSize, Organisation, Parent, Succession
from tests.conftest import make_organisation

FILES = Path(__file__).parents[1] / "files"
pytestmark = pytest.mark.django_db


def bring_in(kind, content):
    content = (FILES / content).read_bytes() if isinstance(content, str) else content
    return import_organisations(kind=kind, filename="file.csv", content=content)


def counts(report):
    return {outcome: number for outcome, number in report.counts.items() if number}


@pytest.fixture
def trusts():
    bring_in("shas", "SHA_2012_extract.csv")
    bring_in("pcts", "PCO_2012_extract.csv")


def history(*rows):
    return "\n".join(["what,ods_code,new_ods_code,on", *rows]).encode()


def stored():
    """Everything that an import may write, to see that nothing was."""
    return [list(model.objects.order_by("pk").values()) for model in (Organisation, Parent, ListSize, Succession)]


@pytest.mark.parametrize(
    ("kind", "filename"), [("epraccur", "epraccur_extract.csv"), ("practices_2013", "practices_2013_extract.csv")]
)
def test_same_file_again_changes_nothing(trusts, kind, filename):
    bring_in(kind, filename)
    before = stored()

    report = bring_in(kind, filename)

    assert counts(report) == {"unchanged": report.rows}
    assert stored() == before


def test_practices_are_stored_with_trust_list_size_and_search_text(trusts):
    report = bring_in("practices_2013", "practices_2013_extract.csv")

    practice = (
        Organisation.objects.practices().under(Organisation.objects.get(ods_code="5A4"), date(2007, 1, 1)).first()
    )
    assert counts(report) == {"added": 4}
    assert practice.list_sizes.get().registered > 1000
    assert practice.search_text.startswith(practice.ods_code.lower())


def test_parent_that_is_not_in_the_directory_is_counted_and_the_practice_kept(trusts):
    report = bring_in("practices_2013", "practices_2013_extract.csv")

    assert report.unknown_parents == {"5QK": 1}
    assert Organisation.objects.get(ods_code="Y02666").parent_links.count() == 0


def test_lookup_refuses_the_two_parents_of_one_trust(trusts):
    report = bring_in("pct_to_sha", "PCO12_SHA12_extract.csv")

    assert counts(report) == {"refused": 2, "added": 3}
    assert Organisation.objects.get(ods_code="5K3").parent_on(date(2012, 1, 1)) is None
    assert Organisation.objects.get(ods_code="5E1").parent_on(date(2012, 1, 1)).ods_code == "Q30"


def test_lookup_before_its_organisations_is_refused_row_by_row():
    report = bring_in("pct_to_sha", "PCO12_SHA12_extract.csv")

    assert counts(report) == {"refused": 5}
    assert "import it first" in report.refused[0].reason


def test_changed_name_is_changed_and_found_under_its_new_name():
    bring_in("epraccur", "epraccur_extract.csv")
    content = (FILES / "epraccur_extract.csv").read_bytes().replace(b"THE DENSHAM SURGERY", b"THE NEW SURGERY")

    report = bring_in("epraccur", content)

    assert counts(report) == {"changed": 1, "unchanged": 9}
    assert Organisation.objects.found_by("new surgery").get().ods_code == "A81001"


def test_practice_that_closes_is_counted_as_closed():
    bring_in("epraccur", "epraccur_extract.csv")
    content = (FILES / "epraccur_extract.csv").read_bytes()
    content = content.replace(b'"TS18 1HU","19740401","","A"', b'"TS18 1HU","19740401","20160331","C"')

    report = bring_in("epraccur", content)

    assert counts(report) == {"closed": 1, "unchanged": 9}
    assert Organisation.objects.get(ods_code="A81001").closed == date(2016, 3, 31)


def test_practice_that_is_gone_from_the_file_stays():
    bring_in("epraccur", "epraccur_extract.csv")
    first_line = (FILES / "epraccur_extract.csv").read_bytes().splitlines()[0]

    bring_in("epraccur", first_line)

    assert Organisation.objects.practices().count() == 10


def test_dated_parent_ends_the_undated_one():
    """A practice moves from its trust to a commissioning group; both stay on record."""
    make = Organisation.objects.create
    make(ods_code="00K", name="A group", kind="commissioner")
    trust = make(ods_code="5E1", name="A trust", kind="commissioner")
    practice = make(ods_code="A81001", name="THE DENSHAM SURGERY", kind="practice")
    Parent.objects.create(child=practice, parent=trust)

    bring_in("epraccur", "epraccur_extract.csv")

    assert practice.parent_on(date(2013, 3, 31)).ods_code == "5E1"
    assert practice.parent_on(date(2013, 4, 1)).ods_code == "00K"


def test_practice_that_gets_a_parent_is_changed_not_added(trusts):
    make = Organisation.objects.create
    for line in (FILES / "practices_2013_extract.csv").read_text().splitlines()[1:3]:
        make(ods_code=line.split(",")[0], name=line.split(",")[1], kind="practice")

    report = bring_in("practices_2013", "practices_2013_extract.csv")

    assert counts(report) == {"changed": 2, "added": 2}


def test_import_never_touches_an_invented_organisation():
    make_organisation("A81001", "Ash Surgery", "practice")

    report = bring_in("epraccur", "epraccur_extract.csv")

    assert report.refused[0].row == 1
    assert Organisation.objects.get(ods_code="A81001").name == "Ash Surgery"


def test_code_of_another_kind_is_refused(trusts):
    row = (FILES / "epraccur_extract.csv").read_bytes().splitlines()[0].replace(b"A81001", b"5E1")

    report = bring_in("epraccur", row)

    assert counts(report) == {"refused": 1}
    assert Organisation.objects.get(ods_code="5E1").kind == "commissioner"


def test_merger_moves_the_practices_on_the_day_and_closes_the_old_trust(trusts):
    """M6: 303 trusts became 152 on 1 October 2006."""
    bring_in("practices_2013", "practices_2013_extract.csv")
    practice = Organisation.objects.get(ods_code="5A4").child_links.first().child

    report = bring_in("history", history("merge,5A4,5A3,2006-10-01"))

    assert counts(report) == {"closed": 1}
    assert practice.parent_on(date(2006, 9, 30)).ods_code == "5A4"
    assert practice.parent_on(date(2006, 10, 1)).ods_code == "5A3"
    assert Succession.objects.get().new.ods_code == "5A3"
    assert Organisation.objects.get(ods_code="5A4").closed == date(2006, 9, 30)


def test_history_again_changes_nothing(trusts):
    bring_in("practices_2013", "practices_2013_extract.csv")
    file = history("merge,5A4,5A3,2006-10-01", "close,5A3,,2013-03-31", "open,5E1,,2001-04-01")
    bring_in("history", file)
    before = stored()

    report = bring_in("history", file)

    assert counts(report) == {"unchanged": 3}
    assert stored() == before


def test_abolished_trust_ends_the_links_of_its_practices(trusts):
    bring_in("practices_2013", "practices_2013_extract.csv")
    trust = Organisation.objects.get(ods_code="5A4")

    bring_in("history", history("close,5A4,,2013-03-31"))

    assert set(trust.child_links.values_list("end", flat=True)) == {date(2013, 3, 31)}


def test_import_writes_one_audit_event_with_counts_and_hash():
    report = bring_in("shas", "SHA_2012_extract.csv")

    event = AuditEvent.objects.get(event="organisations_imported")
    assert event.details["added"] == 4
    assert event.details["sha256"] == report.sha256


def test_rows_are_written_in_bulk(django_assert_max_num_queries):
    lines = [
        f'"A{number:05}","PRACTICE {number}","","","","","","","","","19740401","","A","","","","","","","","","","","","","4",""'
        for number in range(900)
    ]
    with django_assert_max_num_queries(30):
        report = bring_in("epraccur", "\n".join(lines).encode())

    assert counts(report) == {"added": 900}


def test_merger_of_a_large_trust_moves_its_practices_in_bulk(trusts, django_assert_max_num_queries):
    trust = Organisation.objects.get(ods_code="5A4")
    practices = Organisation.objects.bulk_create(
        Organisation(ods_code=f"A{number:05}", name=f"PRACTICE {number}", kind="practice") for number in range(200)
    )
    Parent.objects.bulk_create(Parent(child=practice, parent=trust) for practice in practices)

    with django_assert_max_num_queries(20):
        bring_in("history", history("merge,5A4,5A3,2006-10-01"))

    assert Organisation.objects.under(Organisation.objects.get(ods_code="5A3"), date(2006, 10, 1)).count() == 200


def test_command_reports_counts_and_refused_rows(trusts, capsys):
    call_command("import_organisations", "pct_to_sha", FILES / "PCO12_SHA12_extract.csv")

    said = capsys.readouterr().out
    assert "5 rows: 2 refused, 3 added" in said
    assert "row 5: 5K3 refused" in said


def test_command_refuses_another_file_and_stores_nothing():
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_organisations", "pcts", FILES / "SHA_2012_extract.csv")

    assert Organisation.objects.count() == 0
