"""Days that were said wrongly: of a holding, and of a post; for whoever leads the roster where they are."""

from accounts.permissions import Permission
from practices.views.methods import EDIT
from practices.views.refusals import attempted
from workforce.actions import beginnings, endings, posts
from workforce.dashboards import words
from workforce.forms.endings import EndCorrectForm, HoldingReopenForm, PostReopenForm, StartCorrectForm
from workforce.models import Cohort, Leaving, SupervisionArrangement
from workforce.views.forms import back_to_post, post_form_page
from workforce.views.holdings import holding_of
from workforce.views.scope import post_of

KEPT = "What stood there before stays on record."


def resumable(user, holding):
    """What of the supervision that ended with the holding this person may see, and take up again."""
    seen = SupervisionArrangement.objects.visible_to(user)
    return (seen & endings.ended_with(holding)).select_related("worker", "supervisor").order_by("pk")


@EDIT
def holding_start_correct(request, holding):
    holding = holding_of(request, holding)
    cohorts = Cohort.objects.visible_to(request.user).filter(programme=holding.post.programme, role=holding.post.role)
    form = StartCorrectForm(request.POST or None, holding=holding, cohorts=cohorts)
    saving = {"holding": holding, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, beginnings.correct, **saving, **form.cleaned_data):
        return back_to_post(request, holding.post, "The beginning is corrected.")
    heading = f"Correct when the holding of No. {holding.worker.staff_number} began"
    return post_form_page(request, holding.post, form, heading, ["The first terms begin on the same day."])


@EDIT
def holding_end_correct(request, holding):
    holding = holding_of(request, holding)
    leaving = Leaving.objects.visible_to(request.user).filter(holding=holding).first()
    arrangements = resumable(request.user, holding)
    form = EndCorrectForm(request.POST or None, holding=holding, leaving=leaving, arrangements=arrangements)
    saving = {"holding": holding, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, endings.correct, **saving, **form.cleaned_data):
        return back_to_post(request, holding.post, "The end is corrected.")
    heading = f"Correct how the holding of No. {holding.worker.staff_number} ended"
    return post_form_page(request, holding.post, form, heading, [KEPT])


@EDIT
def holding_reopen(request, holding):
    holding = holding_of(request, holding)
    form = HoldingReopenForm(request.POST or None, holding=holding, arrangements=resumable(request.user, holding))
    saving = {"holding": holding, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, endings.reopen, **saving, **form.cleaned_data):
        return back_to_post(request, holding.post, "The holding goes on.")
    notes = [f"The holding ended on {words.day(holding.end)}. Without that day it goes on, on its last terms.", KEPT]
    heading = f"Take back the end of the holding of No. {holding.worker.staff_number}"
    return post_form_page(request, holding.post, form, heading, notes if holding.end else [])


@EDIT
def post_reopen(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    form = PostReopenForm(request.POST or None, post=post)
    if form.is_valid() and attempted(form, posts.reopen, post=post, seen=form.seen, by=request.user):
        return back_to_post(request, post, "The post is open again.")
    notes = [f"The post closed on {words.day(post.end)}. It and those who hosted it on that day go on.", KEPT]
    return post_form_page(request, post, form, "Open this post again", notes if post.end else [])
