"""Remarks and questions: written, answered, and those that wait."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from collaborative.actions import comments as actions
from collaborative.actions.cycles import practices_of
from collaborative.dashboards import comments as pages
from collaborative.forms.learning import AnswerForm, CommentForm
from collaborative.models import Comment, PdsaCycle
from collaborative.views.breadcrumbs import to_improvement, to_team
from collaborative.views.form_pages import show_form
from collaborative.views.learning import A_PAGE
from collaborative.views.paging import page_of, query_without
from collaborative.views.scope import team_to_change, wave_to_read
from measures.definitions import all_definitions
from practices.forms.free_text import submitting
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted


@GET_AND_POST
def comment_create(request, team):
    """Pinned to ?cycle=, or to the chart of ?measure= and ?practice=."""
    team = team_to_change(request.user, team)
    pinned = pinned_to(request, team)
    cycle = pinned["cycle"]
    given = {"shared_with": cycle.shared_with} if cycle else None
    form = CommentForm(request.POST or None, instance=Comment(team=team, cycle=cycle), initial=given)
    if request.method == "POST" and form.is_valid():
        actions.write_comment(team=team, by=request.user, **pinned, **form.cleaned_data)
        messages.success(request, "Your remark is saved.")
        return redirect("cycle_detail", cycle.pk) if cycle else redirect("team_detail", team.pk)
    return show_form(request, form, heading_of(pinned), team.name, to_team(team))


def pinned_to(request, team) -> dict:
    """The cycle or chart in the address; 404 for a cycle that this person may not read, nothing for an
    unknown measure or a practice of another team.
    """
    cycle, code = request.GET.get("cycle", ""), request.GET.get("practice", "")
    found = None
    if cycle:
        rows = PdsaCycle.objects.visible_to(request.user).filter(team=team).distinct()
        found = get_object_or_404(rows, pk=int(cycle) if cycle.isdecimal() else 0)
    practice = practices_of(team).filter(ods_code=code).first() if code else None
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


@GET_AND_POST
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
    return show_form(request, form, "Answer", comment.text, to_team(comment.team))


def answered(request, comment, form):
    return attempted(form, actions.answer_comment, comment=comment, by=request.user, **form.cleaned_data)


@require_safe
def answer_queue(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    page = page_of(request, pages.waiting(request.user).filter(team__wave=wave), A_PAGE)
    context = {
        "wave": wave,
        "table": pages.queue_table(page.object_list, request.user),
        "page": page,
        "page_query": query_without(request, "page"),
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/learning/queue.html", context)
