"""Taking people out of the register altogether: every row about them, in whatever table."""

from collections import Counter

from django.apps import apps
from django.db import transaction

from operations import audit
from practices.models import Organisation
from registers import erasures
from registers.actions import summaries
from registers.actions.raw_files import forget_examples, forget_files
from registers.actions.settings import register_of
from registers.actions.stored_copies import remove_copies
from registers.models import DataRequest, Person, RegisterEntry

# Within what every database takes as the values of one statement.
PEOPLE_AT_ONCE = 5_000


def tables_of_a_person() -> dict:
    """Every table with rows about a person -> the way from it to the person; rows about an entry first.

    Found from the models, so that a new table is erased and copied without anybody remembering to say so.
    """
    found = {}
    for model in apps.get_app_config("registers").get_models():
        fields = {field.name: field.related_model for field in model._meta.fields if field.is_relation}
        if fields.get("entry") is RegisterEntry:
            found[model] = "entry__person"
        elif fields.get("person") is Person and model is not DataRequest:
            found[model] = "person"
    return dict(sorted(found.items(), key=lambda pair: (pair[1] == "person", pair[0] is RegisterEntry)))


def remove_people(people: list[int]) -> Counter:
    """Delete every row about these people, by their ids, and themselves. Returns the rows that went, by table."""
    removed = Counter()
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some = people[start : start + PEOPLE_AT_ONCE]
        for model, way in tables_of_a_person().items():
            removed[model.__name__] += model._base_manager.filter(**{f"{way}__in": some}).delete()[0]
        DataRequest.objects.filter(person__in=some).update(person=None)
        removed["Person"] += Person.objects.filter(pk__in=some).delete()[0]
    return Counter({name: count for name, count in removed.items() if count})


@transaction.atomic
def erase(*, person, about=None, by=None) -> dict[str, int]:
    """Erase one person: ledger first, then rows, then files. Frozen releases and submitted returns are left as they are.

    Safe to run twice. Returns the rows removed by table, and the files. Raises OSError when the ledger cannot be written;
    nothing is erased then.
    """
    practice = register_of(person.practice).practice
    erasures.write(practice, person.patient_key)
    return erase_known(practice, [person.pk], {erasures.digest(person.patient_key)}, about=about, by=by)


def erase_known(practice, people, digests, *, about=None, by=None) -> dict[str, int]:
    """The rows of people who are in the ledger, the files that hold their keys or were made of them, and the counts."""
    copies = remove_copies(DataRequest.objects.filter(practice=practice, person__in=people))
    forget_examples(practice, people)
    counts = dict(remove_people(people))
    files = forget_files(practice, digests) + copies
    counts |= {"files": files} if files else {}
    if people:
        summaries.refresh(practice)
    if counts:
        audit.record("patient.erased", by=by, about=about or practice, organisation=practice, counts=counts)
    return counts


def reapply() -> dict[str, dict[str, int]]:
    """Erase again whom a restored backup brought back: practice code -> what was removed there, where anything was."""
    ledger, _ = erasures.read()
    practices = Organisation.objects.filter(ods_code__in=ledger)
    found = {practice.ods_code: reapply_at(practice, ledger[practice.ods_code]) for practice in practices}
    return {code: counts for code, counts in found.items() if counts}


@transaction.atomic
def reapply_at(practice, digests) -> dict[str, int]:
    keys = Person.objects.filter(practice=practice).values_list("pk", "patient_key")
    back = [pk for pk, key in keys.iterator(chunk_size=PEOPLE_AT_ONCE) if erasures.digest(key) in digests]
    return erase_known(practice, back, digests)
