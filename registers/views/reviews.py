"""Holding a review of stepped care."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from practices import clock
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.reviews import hold_review
from registers.dashboards import reviews as pages
from registers.forms.reviews import ReviewForm
from registers.models import ReviewOutcome, SeverityToolChoice, StepReview
from registers.views.care_steps import step_of
from registers.views.entry_pages import entry_to_change, saved, show_form


@GET_AND_POST
def review_hold(request, ods_code, number, review):
    """A review that was held already is shown and not changed."""
    entry = entry_to_change(request, ods_code, number)
    review = get_object_or_404(StepReview.objects.visible_to(request.user), pk=review, entry=entry)
    if review.is_held:
        return show_form(
            request, entry, None, "A review that was held", template="registers/review_held.html",
            facts=pages.facts_of(review),
        )  # fmt: skip
    step = step_of(request.user, entry)
    form = ReviewForm(request.POST or None, step=step, tool=tool_today(request.user, entry.practice))
    if form.is_valid() and attempted(form, hold_review, review=review, by=request.user, **form.cleaned_data):
        return after_review(request, entry, form.cleaned_data["outcome"])
    page = pages.review_page(request.user, entry, review, step)
    return show_form(request, entry, form, "Hold a review", template="registers/review_form.html", page=page)


def tool_today(user, practice):
    """What the practice measures with, or None where it has not said."""
    choices = SeverityToolChoice.objects.visible_to(user).filter(practice=practice, since__lte=clock.today())
    chosen = choices.order_by("-since").first()
    return chosen.tool if chosen else None


def after_review(request, entry, outcome):
    """Back to where the review was opened; after stepping out to the person, of whom something is to be decided."""
    if outcome != ReviewOutcome.OUT:
        return saved(request, entry, "The review is saved and the next one is planned.")
    messages.success(
        request, "The review is saved and stepped care has ended. Decide whether the person has recovered."
    )
    return redirect("entry_detail", entry.practice.ods_code, entry.person.local_number)
