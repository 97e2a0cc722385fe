"""The step of care of a person, and the day of the next review."""

from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import care_steps as actions
from registers.care_rules import STEPS
from registers.forms.care_steps import CareStepForm, ReviewPlanForm
from registers.models import CareStep, StepReview
from registers.views.entry_pages import entry_to_change, saved, show_form


@GET_AND_POST
def care_step_start(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    current = step_of(request.user, entry)
    form = CareStepForm(request.POST or None, current=current)
    if form.is_valid() and attempted(form, actions.start_step, entry=entry, by=request.user, **form.cleaned_data):
        return saved(request, entry, "The step is saved, and its review is planned.")
    return show_form(request, entry, form, "Choose a step of care", [f"Now at step {current}: {STEPS[current]}."])


def step_of(user, entry):
    """The number of the current step, 0 where there is none."""
    current = CareStep.objects.visible_to(user).filter(entry=entry, ended_on__isnull=True).first()
    return current.step if current else 0


@GET_AND_POST
def review_plan(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    planned = StepReview.objects.visible_to(request.user).filter(entry=entry, outcome="").first()
    form = ReviewPlanForm(request.POST or None, initial={"due_on": planned.due_on if planned else None})
    if form.is_valid() and attempted(form, actions.plan_review, entry=entry, by=request.user, **form.cleaned_data):
        return saved(request, entry, "The review is planned.")
    notes = ["One review is planned at a time. A day that is put off stays visible with the person."]
    return show_form(request, entry, form, "Plan the next review", notes)
