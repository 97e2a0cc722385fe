"""Introducing a role: plans, the log of engagement, lessons. For the leads of the programme and of its PCTs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import introductions as actions
from workforce.catalogue import role_name
from workforce.dashboards import introductions as pages
from workforce.dashboards.links import href
from workforce.forms.introductions import (
    LESSON_FIELDS,
    PLAN_FIELDS,
    EngagementForm,
    LessonForm,
    PlanForm,
    values_of,
)
from workforce.models import Lesson, RolePlan
from workforce.views.breadcrumbs import to_programme
from workforce.views.forms import form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead


def plan_of(request, pk) -> RolePlan:
    """404 for a plan of a programme that no grant reaches, 403 without the right to lead there."""
    plan = get_object_or_404(RolePlan.objects.visible_to(request.user, None).select_related("programme"), pk=pk)
    programme_to_lead(request, plan.programme.slug)
    return plan


def lesson_of(request, pk) -> Lesson:
    found = Lesson.objects.visible_to(request.user, None).select_related("plan__programme")
    lesson = get_object_or_404(found, pk=pk)
    programme_to_lead(request, lesson.plan.programme.slug)
    return lesson


@require_safe
def introduction_list(request, programme):
    programme = programme_to_lead(request, programme)
    plans = RolePlan.objects.visible_to(request.user).filter(programme=programme)
    context = {
        "heading": "Introducing a role",
        "table": pages.plans_table(plans),
        "links": [{"text": "Begin a plan", "href": href("introduction_create", programme.slug)}],
    }
    return programme_page(request, "workforce/introduction_list.html", programme, context)


@GET_AND_POST
def introduction_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = PlanForm(request.POST or None, is_new=True)
    values = {"plan": RolePlan(programme=programme), "by": request.user}
    if form.is_valid() and (plan := attempted(form, actions.save_plan, **values, **form.cleaned_data)):
        messages.success(request, "The plan is saved.")
        return redirect("introduction_detail", plan.pk)
    return plan_form(request, form, "Introduce a role", programme)


@require_safe
def introduction_detail(request, plan):
    plan = plan_of(request, plan)
    context = {
        "heading": f"Introducing a role: {role_name(plan.role)}",
        "rows": pages.facts(plan),
        "log": pages.log_table(plan),
        "lessons": pages.lessons_table(plan),
        "links": [
            {"text": "Log an engagement", "href": href("engagement_create", plan.pk)},
            {"text": "File a lesson", "href": href("lesson_create", plan.pk)},
            {"text": "Change the plan", "href": href("introduction_edit", plan.pk)},
            {"text": "Governance of the role", "href": href("governance_role", plan.programme.slug, plan.role)},
        ],
    }
    crumb = ("Introducing a role", href("introduction_list", plan.programme.slug))
    return programme_page(request, "workforce/introduction_detail.html", plan.programme, context, crumb)


@EDIT
def introduction_edit(request, plan):
    plan = plan_of(request, plan)
    form = PlanForm(request.POST or None, is_new=False, initial=values_of(plan, PLAN_FIELDS))
    if form.is_valid() and attempted(form, actions.save_plan, plan=plan, by=request.user, **form.cleaned_data):
        messages.success(request, "The plan is saved.")
        return redirect("introduction_detail", plan.pk)
    return plan_form(request, form, "Change the plan", plan.programme, plan)


@GET_AND_POST
def engagement_create(request, plan):
    plan = plan_of(request, plan)
    form = EngagementForm(request.POST or None)
    if form.is_valid() and attempted(form, actions.log_engagement, plan=plan, by=request.user, **form.cleaned_data):
        messages.success(request, "It is in the log.")
        return redirect("introduction_detail", plan.pk)
    return plan_form(request, form, "Log an engagement", plan.programme, plan)


@GET_AND_POST
def lesson_create(request, plan):
    plan = plan_of(request, plan)
    form = LessonForm(request.POST or None, commissioners=pages.commissioners_of(plan.programme))
    lesson = Lesson(plan=plan, created_by=request.user)
    if form.is_valid() and attempted(form, actions.save_lesson, lesson=lesson, by=request.user, **form.cleaned_data):
        messages.success(request, "The lesson is filed.")
        return redirect("introduction_detail", plan.pk)
    return plan_form(request, form, "File a lesson", plan.programme, plan)


@EDIT
def lesson_edit(request, lesson):
    lesson = lesson_of(request, lesson)
    plan = lesson.plan
    initial = values_of(lesson, LESSON_FIELDS)
    form = LessonForm(request.POST or None, commissioners=pages.commissioners_of(plan.programme), initial=initial)
    if form.is_valid() and attempted(form, actions.save_lesson, lesson=lesson, by=request.user, **form.cleaned_data):
        messages.success(request, "The lesson is saved.")
        return redirect("introduction_detail", plan.pk)
    return plan_form(request, form, "Change a lesson", plan.programme, plan)


def plan_form(request, form, heading, programme, plan=None):
    further = [("Introducing a role", href("introduction_list", programme.slug))]
    if plan:
        further.append((role_name(plan.role), href("introduction_detail", plan.pk)))
    caption = role_name(plan.role) if plan else programme.name
    return form_page(request, form, heading, to_programme(programme, *further), caption=caption)
