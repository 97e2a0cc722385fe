"""Surveys of service users: the team's pages, and the open one on which a person answers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from collaborative.actions import surveys as actions
from collaborative.dashboards import surveys
from collaborative.forms.surveys import AnswerForm, LinksForm, PaperForm, SurveyForm
from collaborative.models import ServiceUserSurvey
from collaborative.surveys import question_set
from collaborative.views.form_pages import show_form
from collaborative.views.scope import team_to_change, team_to_read
from collaborative.views.teams import breadcrumbs
from practices.models import Organisation
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted

GONE = 410


@require_safe
def survey_list(request, team):
    team = team_to_read(request.user, team)
    context = {
        "team": team,
        "table": surveys.survey_list_table(team, request.user),
        "may_change": team.may_change(request.user),
        "breadcrumbs": breadcrumbs(team),
    }
    return render(request, "collaborative/improvement/survey_list.html", context)


def crumbs(team):
    return [*breadcrumbs(team), ("Surveys", reverse("survey_list", args=[team.pk]))]


def practices_of(user, team):
    directory = Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS).practices()
    return directory.filter(pk__in=team.partners.current().values("organisation"))


@GET_AND_POST
def survey_create(request, team):
    team = team_to_change(request.user, team)
    form = SurveyForm(request.POST or None, practices=practices_of(request.user, team))
    if form.is_valid():
        survey = actions.create_survey(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, "The survey is set up. Hand out personal links, or count paper forms.")
        return redirect("survey_detail", survey.pk)
    return show_form(request, form, "Ask service users", team.name, crumbs(team))


def survey_to_view(user, pk):
    surveys_read = ServiceUserSurvey.objects.visible_to(user).select_related("team__wave", "practice")
    return get_object_or_404(surveys_read, pk=pk)


def survey_to_change(user, pk):
    survey = survey_to_view(user, pk)
    survey.team.require_may_change(user)
    return survey


@require_safe
def survey_detail(request, survey):
    survey = survey_to_view(request.user, survey)
    context = {
        "survey": survey,
        "page": surveys.survey_page(survey),
        "questions": question_set(survey.questions),
        "may_change": survey.team.may_change(request.user),
        "breadcrumbs": crumbs(survey.team),
    }
    return render(request, "collaborative/improvement/survey_detail.html", context)


def back_to(survey):
    return [*crumbs(survey.team), (survey.title, reverse("survey_detail", args=[survey.pk]))]


@EDIT
def survey_edit(request, survey):
    survey = survey_to_change(request.user, survey)
    form = SurveyForm(request.POST or None, instance=survey, practices=practices_of(request.user, survey.team))
    if form.is_valid():
        survey.refresh_from_db()  # the form has written on it; the action compares with what is stored
        if attempted(form, actions.change_survey, survey=survey, by=request.user, **form.cleaned_data):
            messages.success(request, "The survey is saved.")
            return redirect("survey_detail", survey.pk)
    return show_form(request, form, "Change the survey", survey.team.name, back_to(survey))


@never_cache
@GET_AND_POST
def survey_links(request, survey):
    """The links stand on the answer to the form and nowhere else, ever again."""
    survey = survey_to_change(request.user, survey)
    form = LinksForm(request.POST or None)
    tokens = None
    if form.is_valid():
        tokens = attempted(form, actions.issue_links, survey=survey, by=request.user, **form.cleaned_data)
    if not tokens:
        return show_form(request, form, "Make personal links", survey.title, back_to(survey))
    context = {
        "survey": survey,
        "links": [link_of(request, token) for token in tokens],
        "breadcrumbs": back_to(survey),
    }
    return render(request, "collaborative/improvement/survey_links.html", context)


def link_of(request, token):
    """Begins with the site's own address where there is one: what a request calls itself may be anything."""
    path = reverse("survey_answer", args=[token])
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}" if settings.SITE_ADDRESS else request.build_absolute_uri(path)


@GET_AND_POST
def survey_paper(request, survey):
    survey = survey_to_change(request.user, survey)
    questions = question_set(survey.questions)
    form = PaperForm(request.POST or None, questions=questions, counted=surveys.paper_counted(survey))
    if form.is_valid():
        attempted(form, actions.count_paper, survey=survey, counts=form.counts, by=request.user)
        if not form.errors:
            messages.success(request, "The tally of paper forms is saved.")
            return redirect("survey_detail", survey.pk)
    context = {"form": form, "survey": survey, "breadcrumbs": back_to(survey)}
    return render(request, "collaborative/improvement/survey_paper.html", context)


# ---- open pages


@login_not_required
@never_cache
@GET_AND_POST
def survey_answer(request, survey_token):
    """Open. A link that is unknown, used or too late is answered by one and the same page, which tells nothing."""
    survey = actions.survey_of(survey_token)
    if survey is None:
        return no_longer_open(request)
    questions = question_set(survey.questions)
    form = AnswerForm(request.POST if request.method == "POST" else None, questions=questions)
    if form.is_valid():
        counted = actions.answer(token=survey_token, answers=form.answers)
        return redirect("survey_thanks") if counted else no_longer_open(request)
    context = {"form": form, "survey": survey, "questions": questions}
    return render(request, "collaborative/improvement/survey_answer.html", context)


def no_longer_open(request):
    return render(request, "collaborative/improvement/survey_gone.html", status=GONE)


@login_not_required
@require_safe
def survey_thanks(request):
    """Open."""
    return render(request, "collaborative/improvement/survey_thanks.html")
