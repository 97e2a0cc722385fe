"""Bright-spot pairings: proposed by the facilitator, answered by both practices, shown when both agree."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission_over, require_permission_over
from collaborative.actions import pairings as actions
from collaborative.dashboards import pairings as pages
from collaborative.dashboards.gathering import gather
from collaborative.models import Pairing
from collaborative.views.breadcrumbs import to_wave
from collaborative.views.scope import wave_to_read
from measures.readers import reader_of
from practices.views.refusals import told


def looks_after(user, wave) -> bool:
    return has_permission_over(user, Permission.CHANGE_IMPROVEMENT_WORK, wave)


def known_pairings(user, wave) -> list[Pairing]:
    return list(Pairing.objects.visible_to(user).filter(wave=wave).select_related("learner", "example"))


@require_safe
def pairing_list(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    gathered = gather(request.user, wave, reader_of(request.user, wave)) if looks_after(request.user, wave) else None
    context = {
        "wave": wave,
        "page": pages.pairings_page(request.user, gathered, known_pairings(request.user, wave)),
        "caution": pages.CAUTION,
        "promise": pages.PROMISE,
        "breadcrumbs": to_wave(wave),
    }
    return render(request, "collaborative/storyboards/pairings.html", context)


@require_POST
def pairing_propose(request, wave_code):
    """Only a pair that the figures propose now: nobody is paired by hand."""
    wave = wave_to_read(request.user, wave_code)
    require_permission_over(request.user, Permission.CHANGE_IMPROVEMENT_WORK, wave)
    gathered = gather(request.user, wave, reader_of(request.user, wave))
    wanted = [request.POST.get(name) for name in ("measure", "learner", "example")]
    found = pages.candidates(request.user, gathered, known_pairings(request.user, wave))
    chosen = [one for one in found if [one.measure, one.learner.ods_code, one.example.ods_code] == wanted]
    if not chosen:
        messages.error(request, "These two are not proposed any more.")
        return redirect("pairing_list", wave.code)
    (one,) = chosen
    pair = {"measure": one.measure, "learner": one.learner, "example": one.example, "reason": one.reason}
    told(request, actions.propose_pairing, done="Both practices are asked.", wave=wave, **pair, by=request.user)
    return redirect("pairing_list", wave.code)


@require_POST
def pairing_answer(request, pairing):
    rows = Pairing.objects.visible_to(request.user).select_related("learner", "example", "wave")
    pairing = get_object_or_404(rows, pk=pairing)
    if not actions.side_of(request.user, pairing):
        raise PermissionDenied(Permission.CHANGE_SHARING_AGREEMENT.value)
    if request.POST.get("answer") not in ("yes", "no"):
        raise BadRequest("Neither yes nor no")
    agrees = request.POST["answer"] == "yes"
    told(request, actions.answer_pairing, done="Your answer is saved.", pairing=pairing, agrees=agrees, by=request.user)
    return redirect("pairing_list", pairing.wave.code)
