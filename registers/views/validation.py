"""The validation queue: who was suggested and why, and decisions about many at once, after a page that names how many."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from operations import audit
from practices.views.refusals import refuse
from practices.wording import counted
from registers.actions import validation as actions
from registers.dashboards import validation as pages
from registers.dashboards.sections import sections_of
from registers.forms.lists import DecisionForm, numbers_of
from registers.views.breadcrumbs import to_register
from registers.views.lists import query_without
from registers.views.scope import entries_of, practice_to_change, practice_to_read


def queue_of(request, practice):
    return pages.waiting(entries_of(request, practice))


def chosen_filter(values) -> dict:
    return {"reason": values.get("reason", "")[:200], "is_overdue": values.get("overdue") == "on"}


@require_safe
def validation_queue(request, ods_code):
    practice = practice_to_read(request, ods_code)
    queue = queue_of(request, practice)
    chosen = chosen_filter(request.GET)
    page = Paginator(pages.narrowed(queue, **chosen).select_related("person"), pages.A_PAGE).get_page(
        request.GET.get("page")
    )
    audit.record("patients.listed", by=request.user, organisation=practice, page="validation", shown=len(page))
    context = {
        "practice": practice,
        "summary": pages.summary(queue),
        "reasons": pages.reasons(queue),
        "chosen": chosen,
        "page": page,
        "page_query": query_without(request, "page"),
        "rows": pages.rows(practice, page.object_list),
        "all_text": f"Decide about all {page.paginator.count:,}",
        "may_change": has_permission(request.user, Permission.CHANGE_PATIENT_ROWS, practice),
        "sections": sections_of(request.user, practice, "validation_queue"),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/validation_queue.html", context)


@require_POST
def validation_decide(request, ods_code):
    """First the people, then the decision about them; nothing changes before the second."""
    practice = practice_to_change(request, ods_code)
    if "decision" not in request.POST:
        return ask(request, practice)
    ids = request.POST.get("entries", "").split(",")
    form = DecisionForm(request.POST, count=len(ids))
    if form.is_valid():
        try:
            decided = actions.decide(practice=practice, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, words_of(form.cleaned_data["decision"], decided))
            return redirect("validation_queue", ods_code)
    return confirmation(request, practice, form, len(ids))


def ask(request, practice):
    """The page that names how many are meant."""
    try:
        ids = chosen_ids(request, practice)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
        return redirect("validation_queue", practice.ods_code)
    if not ids:
        messages.warning(request, "Tick the people first, or decide about all.")
        return redirect("validation_queue", practice.ods_code)
    form = DecisionForm(count=len(ids), initial={"entries": ",".join(map(str, ids))})
    return confirmation(request, practice, form, len(ids))


def chosen_ids(request, practice) -> list[int]:
    """Ids of entries of this practice that still wait: those ticked, or all that the filter shows."""
    queue = queue_of(request, practice)
    if "everyone" in request.POST:
        queue = pages.narrowed(queue, **chosen_filter(request.POST))
    else:
        queue = queue.filter(pk__in=numbers_of(request.POST.getlist("entry")))
    return list(queue.values_list("pk", flat=True))


def confirmation(request, practice, form, count):
    context = {
        "form": form,
        "heading": f"Decide about {counted(count, 'suggestion')}",
        "caption": practice.name,
        "notes": [
            f"Your decision changes {count:,} {'entry' if count == 1 else 'entries'} at once. Nothing is changed yet.",
            "An exclusion is not taken back: who comes back to the list begins a new episode.",
        ],
        "breadcrumbs": to_register(
            practice, ("Waiting for validation", reverse("validation_queue", args=[practice.ods_code]))
        ),
    }
    return render(request, "practices/form.html", context)


def words_of(decision: str, decided) -> str:
    what = "active on the list" if decision == actions.ACTIVATE else "excluded"
    said = f"{decided.done:,} {'person is' if decided.done == 1 else 'people are'} {what} now."
    if decided.left:
        said += f" {decided.left:,} were left as they are: decided by somebody else, or identified later than that day."
    return said
