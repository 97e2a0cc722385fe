"""A wave's change package: begun, copied, edited; what it holds and that copies leave the first alone."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import change_packages as actions
from collaborative.change_packages import branches, standard_package
from collaborative.models import Driver, PackageItem
from operations.models import AuditEvent
from practices.models import Wave
from tests.collaborative import improvement

Kind = PackageItem.Kind


@pytest.fixture
def package(wave, facilitator):
    return actions.start_package(wave=wave, by=facilitator)


@pytest.fixture
def second_wave(programme):
    return Wave.objects.create(
        programme=programme,
        code="W2",
        number=2,
        name="Second wave",
        orientation_on=date(2007, 2, 6),
        learning_workshop_1_on=date(2007, 3, 6),
        learning_workshop_2_on=date(2007, 7, 10),
        learning_workshop_3_on=date(2007, 11, 6),
        ends_on=date(2008, 2, 29),
    )


def content_of(wave):
    """Every word and tie of a wave's package, without ids."""
    items = PackageItem.objects.filter(wave=wave).values_list("kind", "code", "text", "position", "retired_at")
    drivers = [
        (
            row.kind,
            row.parent.text if row.parent else "",
            row.text,
            row.position,
            row.measures,
            sorted(row.items.values_list("code", flat=True)),
        )
        for row in Driver.objects.filter(wave=wave).select_related("parent")
    ]
    return [list(map(list, items)), sorted(map(list, drivers), key=json.dumps)]


def digest_of(wave):
    """Ids as well: not one row of the wave may be another after a copy."""
    ids = [list(model.objects.filter(wave=wave).values_list("pk", flat=True)) for model in (PackageItem, Driver)]
    return hashlib.sha256(json.dumps([content_of(wave), ids], default=str).encode()).hexdigest()


def test_row_72_three_principles_and_ten_themes_are_thirteen_rows(wave, package):
    rows = PackageItem.objects.filter(wave=wave, kind__in=[Kind.PRINCIPLE, Kind.THEME])

    assert rows.count() == 13
    assert rows.filter(kind=Kind.PRINCIPLE).count() == 3


@pytest.mark.parametrize(
    ("kind", "letters"), [(Kind.PRACTICE_CHANGE, "PC"), (Kind.OPERATIONAL_CHANGE, "OC"), (Kind.VALUE, "V")]
)
def test_rows_17_18_22_five_changes_of_each_kind_and_five_values(wave, package, kind, letters):
    codes = list(PackageItem.objects.filter(wave=wave, kind=kind).values_list("code", flat=True))

    assert codes == [f"{letters}{number}" for number in range(1, 6)]


def test_themes_stand_in_their_order_and_not_by_their_letters(wave, package):
    codes = list(PackageItem.objects.filter(wave=wave, kind=Kind.THEME).values_list("code", flat=True))

    assert codes[:3] + codes[-1:] == ["T1", "T2", "T3", "T10"]


def test_the_first_diagram_holds_every_theme_and_change_once():
    package = standard_package()
    held = [code for branch in branches(package.diagram) for code in branch.items]

    assert sorted(held) == sorted(item.code for item in package.items if item.kind != "value")


def test_the_diagram_stands_as_the_handbook_has_it(wave, package):
    def beneath(code):
        drivers = Driver.objects.filter(parent__items__code=code, wave=wave)
        return list(drivers.values_list("items__code", flat=True))

    assert Driver.objects.get(wave=wave, kind="aim").measures == ["gp_consultations", "referrals", "long_absence"]
    assert beneath("CP1") == ["PC1", "PC4"]
    assert beneath("CP2") == ["T5", "T8", "T9", "PC2", "PC5"]
    assert beneath("CP3") == ["T6", "T7", "T10", "PC3", "OC2"]


def test_a_package_is_begun_once(wave, package, facilitator):
    with pytest.raises(ValidationError, match="has a change package already"):
        actions.start_package(wave=wave, by=facilitator)

    assert PackageItem.objects.filter(wave=wave).count() == len(package)


def test_row_75_a_copy_leaves_the_first_wave_unchanged(wave, second_wave, package, facilitator):
    before = digest_of(wave)

    actions.copy_package(source=wave, into=second_wave, by=facilitator)

    assert digest_of(wave) == before
    assert content_of(second_wave) == content_of(wave)


def test_row_75_editing_the_copy_leaves_the_first_wave_unchanged(wave, second_wave, package, facilitator):
    actions.copy_package(source=wave, into=second_wave, by=facilitator)
    before = digest_of(wave)
    copied = PackageItem.objects.get(wave=second_wave, code="T5")

    actions.change_item(item=copied, text="Steps, as we take them", by=facilitator)
    actions.retire_item(item=PackageItem.objects.get(wave=second_wave, code="T6"), by=facilitator)
    copied.drivers.get().items.clear()

    assert digest_of(wave) == before


def test_a_copied_diagram_hangs_together_in_its_own_wave(wave, second_wave, package, facilitator):
    actions.copy_package(source=wave, into=second_wave, by=facilitator)

    drivers = Driver.objects.filter(wave=second_wave)
    assert drivers.exclude(kind="aim").exclude(parent__wave=second_wave).count() == 0
    assert drivers.filter(items__isnull=False).exclude(items__wave=second_wave).count() == 0


def test_copying_twice_is_refused(wave, second_wave, package, facilitator):
    actions.copy_package(source=wave, into=second_wave, by=facilitator)
    before = digest_of(second_wave)

    with pytest.raises(ValidationError, match="has a change package already"):
        actions.copy_package(source=wave, into=second_wave, by=facilitator)

    assert digest_of(second_wave) == before


def test_copying_into_a_wave_with_a_line_of_its_own_is_refused(wave, second_wave, package, facilitator):
    improvement.make_item(second_wave, code="X1")

    with pytest.raises(ValidationError, match="has a change package already"):
        actions.copy_package(source=wave, into=second_wave, by=facilitator)


def test_copying_from_a_wave_without_a_package_is_refused(wave, second_wave, facilitator):
    with pytest.raises(ValidationError, match="no change package to copy"):
        actions.copy_package(source=wave, into=second_wave, by=facilitator)


def test_retired_lines_stay_behind(wave, second_wave, package, facilitator):
    actions.retire_item(item=PackageItem.objects.get(wave=wave, code="PC1"), by=facilitator)

    actions.copy_package(source=wave, into=second_wave, by=facilitator)

    assert not PackageItem.objects.filter(wave=second_wave, code="PC1").exists()
    assert Driver.objects.get(wave=second_wave, text="Confident practice teams").items.count() == 0


def test_a_new_line_comes_last_of_its_kind(wave, package, facilitator):
    actions.add_item(wave=wave, kind=Kind.THEME, code="T11", text="Walking groups", by=facilitator)

    assert PackageItem.objects.filter(wave=wave, kind=Kind.THEME).last().code == "T11"


def test_a_code_is_given_once_whatever_its_letters(wave, package, facilitator):
    with pytest.raises(ValidationError, match="Choose another"):
        actions.add_item(wave=wave, kind=Kind.THEME, code="t5", text="Walking groups", by=facilitator)


def test_a_line_moves_up_and_stops_at_the_top(wave, package, facilitator):
    second = PackageItem.objects.get(wave=wave, code="CP2")

    for _ in range(2):
        actions.move_item(item=second, places=-1, by=facilitator)

    codes = PackageItem.objects.filter(wave=wave, kind=Kind.PRINCIPLE).values_list("code", flat=True)
    assert list(codes) == ["CP2", "CP1", "CP3"]
    assert AuditEvent.objects.filter(event="package_item.moved").count() == 1


def test_retiring_keeps_what_points_at_a_line(wave, team, package, facilitator):
    item = PackageItem.objects.get(wave=wave, code="T6")
    idea = improvement.make_idea(team, facilitator)
    idea.items.add(item)

    actions.retire_item(item=item, by=facilitator)

    assert list(idea.items.all()) == [item]
    assert item not in PackageItem.objects.filter(wave=wave).in_force()


def test_a_retired_line_is_put_in_force_again(wave, package, facilitator):
    item = actions.retire_item(item=PackageItem.objects.get(wave=wave, code="T6"), by=facilitator)

    actions.restore_item(item=item, by=facilitator)

    assert item in PackageItem.objects.filter(wave=wave).in_force()


def test_each_change_is_on_the_audit_trail(wave, second_wave, package, facilitator):
    actions.copy_package(source=wave, into=second_wave, by=facilitator)
    actions.change_item(item=PackageItem.objects.get(wave=wave, code="T6"), text="Books", by=facilitator)

    events = list(AuditEvent.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["change_package.started", "change_package.copied", "package_item.changed"]
    assert AuditEvent.objects.latest("pk").details["text"][1] == "Books"
