"""The page of a practice's list: how many in each state, and a page of people."""

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.urls import reverse
from django.utils.functional import cached_property

from practices import clock
from registers.dashboards.entry_words import (
    day_words,
    is_overdue,
    number_cell,
    state_cell,
    step_words,
    total_words,
)
from registers.models import EntryState, Person, RegisterEntry

A_PAGE = 50
# What the list is sorted by; without a date comes last, and without a contact first. Equals follow in the order in which the
# people came to the practice's list, which asks for no other table.
SORTS = {
    "number": F("local_number").asc(),
    "-number": F("local_number").desc(),
    "state": F("state").asc(),
    "-state": F("state").desc(),
    "step": F("step").asc(),
    "-step": F("step").desc(),
    "review": F("review_due_on").asc(nulls_last=True),
    "-review": F("review_due_on").desc(nulls_last=True),
    "contact": F("last_contact_on").asc(nulls_first=True),
    "-contact": F("last_contact_on").desc(nulls_last=True),
    "identified": F("identified_on").asc(),
    "-identified": F("identified_on").desc(),
}
COLUMNS = [
    ("Person", "number"), ("State", "state"), ("Born", None), ("Step of care", "step"), ("Next review", "review"),
    ("Last contact", "contact"), ("Latest total", None), ("Identified", "identified"),
]  # fmt: skip


def sort_of(text: str) -> str:
    return text if text in SORTS else "number"


class KeysPaginator(Paginator):
    """Pages of keys in an order that costs more than counting the rows does."""

    def __init__(self, keys, rows):
        super().__init__(keys, A_PAGE)
        self.rows = rows

    @cached_property
    def count(self):
        return self.rows.count()


def keys_in_order(user, practice, asked: dict, sort: str):
    """The keys of the entries that are asked for: thousands are sorted where fifty are shown.

    By number they are read along the index of the practice's numbers, which is in order already.
    """
    if sort not in ("number", "-number"):
        entries = RegisterEntry.objects.visible_to(user).filter(practice=practice, **asked)
        return entries.order_by(SORTS[sort], "person_id", "-episode").values_list("pk", flat=True)
    of_person = {f"entries__{lookup}": value for lookup, value in asked.items()} or {"entries__isnull": False}
    people = Person.objects.visible_to(user).filter(practice=practice, **of_person)
    return people.order_by(SORTS[sort], "-entries__episode").values_list("entries__pk", flat=True)


def shown(entries, keys) -> list:
    """The entries of a page, in the order of their keys."""
    found = entries.select_related("person").in_bulk(keys)
    return [found[key] for key in keys]


def list_table(practice, page, entries, sort: str, query: str) -> dict:
    """`query` is the rest of the address without sorting and page."""
    today = clock.today()
    return {
        "caption": f"{page.paginator.count:,} found",
        "head": [head_cell(text, key, sort, query) for text, key in COLUMNS],
        "rows": [row(practice, entry, today) for entry in shown(entries, list(page.object_list))],
        "empty": "Nobody is found by these choices.",
    }


def head_cell(text, key, sort, query):
    """A heading that sorts; the same one again turns the order round."""
    if key is None:
        return {"text": text}
    turned = f"-{key}" if sort == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "none")
    return {"text": text, "href": f"?{query}{'&' if query else ''}sort={turned}", "sort": order}


def row(practice, entry, today) -> dict:
    """Ready words under names: the template has no choice to make but whether a review is overdue."""
    return {
        "person": number_cell(practice, entry),
        "state": state_cell(entry)["tag"],
        "born": f"{entry.person.birth_year}, {entry.person.get_sex_display().lower()}",
        "step": step_words(entry),
        "review": day_words(entry.review_due_on),
        "is_overdue": is_overdue(entry, today),
        "contact": day_words(entry.last_contact_on),
        "total": total_words(entry),
        "identified": day_words(entry.identified_on),
    }


def state_counts(practice, entries) -> list[dict]:
    """How many episodes in each state; zero is shown as zero."""
    found = dict(entries.order_by().values_list("state").annotate(Count("pk")))
    address = reverse("register_list", args=[practice.ods_code])
    return [
        {"text": state.label, "count": f"{found.get(state, 0):,}", "href": f"{address}?state={state}"}
        for state in EntryState
    ]
