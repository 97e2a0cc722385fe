"""People come on to the list by hand, and come back to it: a person and an entry, or a new episode of one who is known."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from operations import audit
from practices import clock
from registers.actions import summaries
from registers.actions.settings import register_of
from registers.erasures import erased_keys
from registers.models import Person, PracticeRegister, RegisterEntry
from registers.models.entry import PATIENT_KEY


@transaction.atomic
def create(
    *, practice, patient_key, key_check_value, birth_year, sex, source, presentation_type, identified_on: date, by
) -> RegisterEntry:
    """Somebody found in consultation, for instance, who then waits for validation like everybody else.

    Raises ValidationError for a key that was not made with the practice's secret, or that is on the list already.
    """
    PATIENT_KEY(patient_key)
    require_key_check(practice, key_check_value)
    require_past(identified_on)
    number = next_number(practice)
    refuse_known(practice, patient_key)
    refuse_erased(practice, patient_key)
    person = Person.objects.create(
        practice=practice,
        patient_key=patient_key,
        local_number=number,
        birth_year=birth_year,
        sex=sex,
    )
    entry = RegisterEntry.objects.create(
        practice=practice,
        person=person,
        source=source,
        presentation_type=presentation_type,
        identified_on=identified_on,
        suggested_because="Added by hand",
    )
    audit.record("entry.created", by=by, about=entry, organisation=practice, source=source)
    summaries.refresh_soon(practice)
    return entry


def require_key_check(practice, value: str) -> None:
    """The value that the key tool shows beside the keys: it says that they were made with this practice's secret."""
    register = PracticeRegister.objects.filter(practice=practice).first()
    if register is None or not register.key_check_value:
        raise ValidationError(
            {"key_check_value": "This practice has no key-check value yet. Set it in the settings of the register"}
        )
    if value != register.key_check_value:
        raise ValidationError({"key_check_value": "This is not the key-check value of this practice's key"})


def require_past(day: date) -> None:
    if day > clock.today():
        raise ValidationError({"identified_on": "Enter a day that is not in the future"})


def refuse_known(practice, patient_key: str) -> None:
    known = Person.objects.filter(practice=practice, patient_key=patient_key).first()
    if known:
        raise ValidationError(
            {"patient_key": f"The person with this key is No. {known.local_number} already. Look there"}
        )


def refuse_erased(practice, patient_key: str) -> None:
    """As a file does: else no event would be taken in of them, and a restored backup would erase them again (D38)."""
    if erased_keys(practice, [patient_key]):
        raise ValidationError(
            {"patient_key": "The data of the person with this key were erased here: nobody is added by it again"}
        )


def next_number(practice) -> int:
    """The next free local number. The register's row is locked until the transaction ends, so people come one by one."""
    PracticeRegister.objects.filter(practice=practice).update(next_local_number=F("next_local_number") + 1)
    return PracticeRegister.objects.get(practice=practice).next_local_number - 1


@transaction.atomic
def begin_again(*, entry: RegisterEntry, identified_on: date, source, presentation_type, by) -> RegisterEntry:
    """A new episode of a person whose last one is over. Raises ValidationError while it is not, or for dates that overlap."""
    register_of(entry.practice)  # an extract may begin an episode too
    person = Person.objects.select_for_update().get(pk=entry.person_id)
    last = person.entries.order_by("-episode").first()
    if last.is_open:
        raise ValidationError("This person is on the list. A new episode begins after the last one has ended")
    ended = last.active_to or last.excluded_on
    if identified_on <= ended:
        raise ValidationError({"identified_on": f"Enter a day after {ended:%-d %B %Y}, when the last episode ended"})
    require_past(identified_on)
    again = RegisterEntry.objects.create(
        practice=entry.practice,
        person=person,
        episode=last.episode + 1,
        source=source,
        presentation_type=presentation_type,
        identified_on=identified_on,
        suggested_because="Came back to the list",
    )
    audit.record(
        "entry.began_again", by=by, about=again, organisation=entry.practice, episode=again.episode, source=source
    )
    summaries.refresh_soon(entry.practice)
    return again
