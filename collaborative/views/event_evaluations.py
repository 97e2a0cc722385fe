"""The evaluation of an event: answered once and without a name, its results shown when it is over (W3)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from collaborative.actions import event_evaluations as actions
from collaborative.actions.events import end_evaluation
from collaborative.dashboards import event_evaluations
from collaborative.dashboards.events import runs_events
from collaborative.forms.event_evaluations import EventEvaluationForm
from collaborative.views.events import crumbs, event_of, event_to_run
from practices.views.methods import GET_AND_POST


@GET_AND_POST
def event_evaluate(request, event):
    event = event_of(request.user, event)
    if not event.takes_evaluations or event_evaluations.has_answered(event, request.user):
        messages.info(request, "You have answered already, or this evaluation takes no answers now.")
        return redirect("event_results", event.pk)
    form = EventEvaluationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.evaluate(
                event=event,
                answers=form.answers,
                learned=form.cleaned_data["learned"],
                improve=form.cleaned_data["improve"],
                by=request.user,
            )
        except ValidationError as refusal:
            messages.info(request, f"{refusal.message}.")
        else:
            messages.success(request, "Thank you. Your answers are in, without your name.")
        return redirect("event_results", event.pk)
    context = {"form": form, "event": event, "breadcrumbs": crumbs(event.wave, event)}
    return render(request, "collaborative/events/evaluate.html", context)


@require_safe
def event_results(request, event):
    event = event_of(request.user, event)
    can_change = runs_events(request.user, event.wave)
    context = {
        "event": event,
        "page": event_evaluations.evaluation_page(event, with_comments=can_change),
        "can_change": can_change,
        "can_end": can_change and event.takes_evaluations,
        "may_evaluate": event.takes_evaluations and not event_evaluations.has_answered(event, request.user),
        "breadcrumbs": crumbs(event.wave, event),
    }
    return render(request, "collaborative/events/results.html", context)


@require_POST
def event_evaluation_end(request, event):
    event = event_to_run(request.user, event)
    if event.takes_evaluations:
        end_evaluation(event=event, by=request.user)
        messages.success(request, "The evaluation is over.")
    return redirect("event_results", event.pk)
