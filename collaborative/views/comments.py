"""Remarks and questions: written, answered, and those that wait."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.actions import comments as actions
from collaborative.dashboards import comments as pages
from collaborative.forms.learning import AnswerForm, CommentForm
from collaborative.forms.shared import submitting
from collaborative.models import Comment, PdsaCycle
from collaborative.views.learning import A_PAGE, crumbs, query_of, team_to_read, wave_to_read
from measures.definitions import all_definitions
from practices.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
def comment_create(request, team):
    """Pinned to ?cycle=, or to the chart of ?measure= and ?practice=."""
    team = team_to_read(request, team)
    team.require_may_change(request.user)
    pinned = pinned_to(request, team)
    cycle = pinned["cycle"]
    given = {"shared_with": cycle.shared_with} if cycle else None
    form = CommentForm(request.POST or None, instance=Comment(team=team, cycle=cycle), initial=given)
    if request.method == "POST" and form.is_valid():
        actions.write_comment(team=team, by=request.user, **pinned, **form.cleaned_data)
        messages.success(request, "Your remark is saved.")
        return redirect("cycle_detail", cycle.pk) if cycle else redirect("team_detail", team.pk)
    context = {"form": form, "heading": heading_of(pinned), "caption": team.name, "breadcrumbs": crumbs(team)}
    return render(request, "practices/form.html", context)


def pinned_to(request, team) -> dict:
    """The cycle or chart in the address; 404 for a cycle that this person may not read, nothing for a measure unknown."""
    cycle, code = request.GET.get("cycle", ""), request.GET.get("practice", "")
    found = None
    if cycle:
        rows = PdsaCycle.objects.visible_to(request.user).filter(team=team).distinct()
        found = get_object_or_404(rows, pk=int(cycle) if cycle.isdecimal() else 0)
    practice = Organisation.objects.visible_to(request.user).filter(ods_code=code).first() if code else None
    measure = request.GET.get("measure", "")
    return {"cycle": found, "practice": practice, "measure": measure if measure in all_definitions() else ""}


def heading_of(pinned: dict) -> str:
    if pinned["cycle"]:
        return f"Say something about {pinned['cycle']}"
    definition = all_definitions().get(pinned["measure"])
    return (
        f"Say something about the chart of {definition.short_title.lower()}"
        if definition
        else "Say something to the team"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def comment_answer(request, comment):
    rows = Comment.objects.visible_to(request.user).select_related(
        "team__wave__programme", "team__organisation", "cycle"
    )
    comment = get_object_or_404(rows.distinct(), pk=comment)
    comment.team.require_may_change(request.user)
    form = AnswerForm(request.POST or None)
    form.helper = submitting("Send the answer")
    if request.method == "POST" and form.is_valid() and answered(request, comment, form):
        messages.success(request, "Your answer is saved.")
        return (
            redirect("cycle_detail", comment.cycle_id) if comment.cycle_id else redirect("team_detail", comment.team_id)
        )
    context = {"form": form, "heading": "Answer", "caption": comment.text, "breadcrumbs": crumbs(comment.team)}
    return render(request, "practices/form.html", context)


def answered(request, comment, form) -> bool:
    try:
        actions.answer_comment(comment=comment, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
        return False
    return True


@require_safe
def answer_queue(request, wave_code):
    wave = wave_to_read(request, wave_code)
    page = Paginator(pages.waiting(request.user).filter(team__wave=wave), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "wave": wave,
        "table": pages.queue_table(page.object_list, request.user),
        "page": page,
        "page_query": query_of(request),
        "breadcrumbs": [("Improvement", reverse("improvement_home"))],
    }
    return render(request, "collaborative/learning/queue.html", context)
