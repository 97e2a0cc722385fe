"""The list of a practice: whose it is, finding one person, and a page of people."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission
from operations import audit
from practices.models import Organisation
from registers.dashboards import lists as pages
from registers.dashboards.sections import sections_of
from registers.forms.lists import FilterForm, FindForm
from registers.models import Person
from registers.views.breadcrumbs import to_register
from registers.views.scope import entries_of, practice_to_read


@require_safe
def register_home(request):
    """The own practice's list; whoever acts for several practices chooses one."""
    require_permission(request.user, Permission.VIEW_PATIENT_ROWS)
    practices = list(Organisation.objects.visible_to(request.user, Permission.VIEW_PATIENT_ROWS).practices())
    if len(practices) == 1:
        return redirect("register_list", practices[0].ods_code)
    table = {
        "caption": "Practices whose list you may open",
        "head": ["Practice", "Code"],
        "rows": [
            [{"text": practice.name, "href": reverse("register_list", args=[practice.ods_code])}, practice.ods_code]
            for practice in practices
        ],
        "empty": "You act for no practice at present.",
    }
    return render(request, "registers/register_home.html", {"table": table, "breadcrumbs": [("Home", reverse("home"))]})


@require_safe
def register_list(request, ods_code):
    practice = practice_to_read(request, ods_code)
    entries = entries_of(request, practice)
    form = FilterForm(request.GET)
    sort = pages.sort_of(request.GET.get("sort", ""))
    asked = form.conditions()
    keys = pages.keys_in_order(request.user, practice, asked, sort)
    page = pages.KeysPaginator(keys, entries.filter(**asked)).get_page(request.GET.get("page"))
    table = pages.list_table(practice, page, entries, sort, query_without(request, "page", "sort"))
    audit.record("patients.listed", by=request.user, organisation=practice, shown=len(table["rows"]))
    context = {
        "practice": practice,
        "filter_form": form,
        "is_narrowed": bool(set(request.GET) - {"page", "sort"}),
        "find_form": FindForm(),
        "page": page,
        "page_query": query_without(request, "page"),
        "table": table,
        "counts": pages.state_counts(practice, entries),
        "sections": sections_of(request.user, practice, "register_list"),
        "breadcrumbs": to_register(practice)[:1],
    }
    return render(request, "registers/register_list.html", context)


def query_without(request, *names):
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()


@sensitive_post_parameters("who")
@require_POST
def register_find(request, ods_code):
    """By local number or key, in the body of the request; what was typed is repeated nowhere."""
    practice = practice_to_read(request, ods_code)
    form = FindForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.errors["who"][0])
        return redirect("register_list", ods_code)
    who = form.cleaned_data["who"]
    by = {"local_number": who} if isinstance(who, int) else {"patient_key": who}
    person = Person.objects.visible_to(request.user).filter(practice=practice, **by).first()
    if person is None:
        messages.warning(request, "Nobody on this list has that number or key.")
        return redirect("register_list", ods_code)
    return redirect("entry_detail", ods_code, person.local_number)
