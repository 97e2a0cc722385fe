"""The steps of a PDSA cycle, each on one page with one form."""

from django.contrib import messages
from django.shortcuts import redirect

from collaborative.actions import cycle_steps as steps
from collaborative.dashboards.cycle_words import prediction_words
from collaborative.forms.cycle_steps import CancelForm, CloseForm, FinishForm, StartForm
from collaborative.models import PdsaCycle
from collaborative.views.cycles import form_page, own_cycle, version_of
from practices.views.methods import EDIT

State = PdsaCycle.State


def not_now(request, cycle, *states):
    """Back to the cycle, with the reason, when the step is not open in its state; else None."""
    if cycle.state in states:
        return None
    messages.info(request, f"This cycle is {cycle.get_state_display().lower()}, so this step is not open.")
    return redirect("cycle_detail", cycle.pk)


@EDIT
def cycle_start(request, cycle):
    cycle = own_cycle(request, cycle)
    if back := not_now(request, cycle, State.PLANNED):
        return back
    form = StartForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        return steps.start(cycle=cycle, version=version_of(form), on=form.cleaned_data["on"], by=request.user)

    predicted = prediction_words(cycle)
    intro = [
        "Read your prediction once more. From now on nobody can change it.",
        f"You predict: {cycle.prediction}" if cycle.prediction else "There is no prediction yet: write one first.",
        predicted or "It names no measure, so the figures will not be held against it.",
    ]
    return form_page(
        request, cycle, form, heading="Start doing", intro=intro, done="Doing has started. The prediction is locked.", act=act
    )  # fmt: skip


@EDIT
def cycle_finish(request, cycle):
    cycle = own_cycle(request, cycle)
    if back := not_now(request, cycle, State.DOING):
        return back
    form = FinishForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        given = {"version": version_of(form), "on": form.cleaned_data["on"], "by": request.user}
        return steps.finish_doing(cycle=cycle, **given, **form.changes)

    return form_page(request, cycle, form, heading="Doing has ended", done="Now study what came out.", act=act)


@EDIT
def cycle_close(request, cycle):
    cycle = own_cycle(request, cycle)
    if back := not_now(request, cycle, State.STUDYING):
        return back
    form = CloseForm(request.POST or None, instance=cycle, team=cycle.team)
    following = []

    def act():
        given = {"version": version_of(form), "on": form.cleaned_data["on"], "by": request.user}
        closed, after = steps.close(cycle=cycle, **given, **form.changes)
        following.append(after)
        return closed

    predicted = [f"You predicted: {cycle.prediction}", prediction_words(cycle)]
    intro = [words for words in predicted if words]
    response = form_page(
        request, cycle, form, heading="Study and decide", intro=intro, done="The cycle is closed.", act=act
    )
    if following and following[0]:
        messages.success(
            request, f"Cycle {following[0].number} of this ramp is planned. It needs a prediction of its own."
        )
        return redirect("cycle_detail", following[0].pk)
    return response


@EDIT
def cycle_cancel(request, cycle):
    cycle = own_cycle(request, cycle)
    if back := not_now(request, cycle, State.PLANNED, State.DOING, State.STUDYING):
        return back
    form = CancelForm(request.POST or None, instance=cycle, team=cycle.team)

    def act():
        reason = form.cleaned_data["reason"]
        return steps.cancel(cycle=cycle, version=version_of(form), reason=reason, by=request.user)

    intro = ["A cancelled cycle stays on the board. A test that ran and did not work is closed with what was learned."]
    return form_page(
        request, cycle, form, heading="Cancel the cycle", intro=intro, done="The cycle is cancelled.", act=act
    )
