"""From a flagged point to its cause and an action, checked at the next return."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission
from collaborative.actions import follow_ups as actions
from collaborative.dashboards import follow_ups as pages
from collaborative.forms.follow_ups import CloseForm, FollowUpForm, cycles_of
from collaborative.models import FollowUp, ImprovementTeam
from collaborative.views.breadcrumbs import to_team
from collaborative.views.scope import team_to_read
from collaborative.views.working import breadcrumbs, found_series, month_or_404
from practices import months
from practices.models import Programme
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted


@GET_AND_POST
def follow_up_create(request, wave_code, level, code, measure, period):
    """Ask about one month of a practice's or a PCT's chart; there is none to ask about the wave's."""
    gathered, series, organisation = found_series(request, wave_code, level, code, measure, of_today=True)
    require_permission(request.user, Permission.CHANGE_IMPROVEMENT_WORK)
    month = month_or_404(period)
    if organisation is None or month not in series.line.months:
        raise Http404
    team = team_of(request.user, gathered.wave, organisation)
    team.require_may_change(request.user)
    new = FollowUp(team=team, question=f"What happened in {months.label(month)}?")
    form = FollowUpForm(request.POST or None, instance=new, cycles=cycles_of(request.user, team))
    if (
        request.method == "POST"
        and form.is_valid()
        and (asked := ask(request, form, team, series, organisation, month))
    ):
        messages.success(request, "The question is saved.")
        return redirect("follow_up_detail", asked.pk)
    context = {
        "form": form,
        "heading": "Ask what happened",
        "caption": f"{series.definition.short_title} of {series.name}, {months.label(month)}",
        "value": pages.value_words(series.line, month),
        "signal": pages.signal_words(series, month),
        "breadcrumbs": breadcrumbs(gathered.wave, series, organisation),
    }
    return render(request, "collaborative/follow_ups/form.html", context)


def team_of(user, wave, organisation):
    """The team that a practice or PCT belongs to today, or 404: without a team nobody would answer."""
    found = ImprovementTeam.objects.visible_to(user).filter(wave=wave).of_organisation(organisation).first()
    if found is None:
        raise Http404
    return found


def ask(request, form, team, series, organisation, month):
    """The question with what the chart says to this person, or None with the reason on the form."""
    is_practice = organisation.pk != team.organisation_id
    return attempted(
        form,
        actions.ask,
        team=team,
        practice=organisation if is_practice else None,
        measure=series.definition.code,
        month=month,
        signal=pages.signal_words(series, month),
        asked_after=pages.latest_month(series),
        by=request.user,
        **form.cleaned_data,
    )


def found_follow_up(request, follow_up):
    readable = FollowUp.objects.visible_to(request.user).select_related("team__wave__programme", "team__organisation")
    return get_object_or_404(readable.select_related("team__wave", "team__organisation", "practice"), pk=follow_up)


def own_follow_up(request, follow_up):
    """404 out of scope, 403 in scope for whoever may not write for the team."""
    found = found_follow_up(request, follow_up)
    found.team.require_may_change(request.user)
    return found


@require_safe
def follow_up_detail(request, follow_up):
    found = found_follow_up(request, follow_up)
    return detail(request, found, CloseForm(level=found.shared_with))


def detail(request, found, form):
    context = {
        "page": pages.detail_page(request.user, found),
        "follow_up": found,
        "may_change": found.is_open and found.team.may_change(request.user),
        "form": form,
        "breadcrumbs": to_list(found.team),
    }
    return render(request, "collaborative/follow_ups/detail.html", context)


@EDIT
def follow_up_edit(request, follow_up):
    found = own_follow_up(request, follow_up)
    form = FollowUpForm(request.POST or None, instance=found, cycles=cycles_of(request.user, found.team))
    if request.method == "POST" and form.is_valid() and change(request, found, form):
        messages.success(request, "The question is saved.")
        return redirect("follow_up_detail", found.pk)
    context = {
        "form": form,
        "heading": "Change this question",
        "caption": pages.place_words(found, found.team),
        "breadcrumbs": to_list(found.team),
    }
    return render(request, "collaborative/follow_ups/form.html", context)


def change(request, found, form):
    """The changed question, or None with the reason on the form."""
    return attempted(form, actions.change, follow_up=found, by=request.user, **form.cleaned_data)


@require_POST
def follow_up_close(request, follow_up):
    found = own_follow_up(request, follow_up)
    form = CloseForm(request.POST, level=found.shared_with)
    if form.is_valid() and close(request, found, form):
        messages.success(request, "The question is closed.")
        return redirect("follow_up_detail", found.pk)
    return detail(request, found, form)


def close(request, found, form):
    """The closed question with what the next return showed, or None with the reason on the form."""
    month, words = pages.Reading(request.user, found.team, [found]).checked(found)
    return attempted(
        form,
        actions.close,
        follow_up=found,
        state=form.cleaned_data["state"],
        note=form.cleaned_data["closing_note"],
        checked_month=month,
        check_result=words,
        by=request.user,
    )


@require_safe
def follow_up_list(request, team):
    team = team_to_read(request.user, team)
    context = {
        "team": team,
        "page": pages.list_page(request.user, team),
        "may_change": team.may_change(request.user),
        "commissioner_href": charts_of(team),
        "breadcrumbs": to_team(team),
    }
    return render(request, "collaborative/follow_ups/list.html", context)


def charts_of(team):
    """A workforce wave has none."""
    if team.wave.programme.kind != Programme.Kind.MEASURES:
        return ""
    return reverse("commissioner_dashboard", args=[team.wave.code, team.organisation.ods_code])


def to_list(team):
    return to_team(team, ("Questions from charts", reverse("follow_up_list", args=[team.pk])))
