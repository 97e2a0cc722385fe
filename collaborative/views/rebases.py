"""The phases of a chart: begun and withdrawn by people, with a reason. Read by everybody who may open the chart."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from collaborative.dashboards import rebases as pages
from collaborative.dashboards.causes import causes_of, hrefs_by_name
from collaborative.dashboards.detail import rebase_href
from collaborative.forms.rebases import RebaseForm, WithdrawForm
from collaborative.views.working import WAVE, breadcrumbs, found_series
from measures.actions import rebases as actions
from measures.models import Rebase, rebased_level
from practices import months
from practices.views.methods import GET_AND_POST

RECOMPUTED = "The chart is being computed anew: it shows this in a moment."


def opened(request, wave_code, level, code, measure):
    """(series found as its reader may see it, all its rebases, its page, the cycles that may be a reason); 404 and 403 as for
    the chart itself.
    """
    found = found_series(request, wave_code, rebased_level(level), code, measure, of_today=True)
    gathered, series, organisation = found
    known = Rebase.objects.visible_to(request.user).of_series(gathered.wave, series.level, organisation, measure)
    rebases = list(known.select_related("created_by", "withdrawn_by", "wave", "organisation"))
    causes = causes_of(gathered, series, organisation)
    return found, rebases, pages.rebase_page(series, rebases, request.user, hrefs_by_name(causes)), causes


@GET_AND_POST
def series_rebase(request, wave_code, level, code, measure):
    found, rebases, page, causes = opened(request, wave_code, level, code, measure)
    gathered, series, organisation = found
    named = next((one for one in causes if str(one.pk) == request.GET.get("cycle")), None)
    form = RebaseForm(choices=page.choices, proposed=page.proposed, causes=causes, cause=named)
    if request.method == "POST":
        actions.require_may_rebase(request.user, gathered.wave, organisation)
        form = RebaseForm(request.POST, choices=page.choices, causes=causes)
        if form.is_valid() and (rebase := begin(request, found, form)):
            tell(request, series, rebases, rebase, form.cleaned_data["starts"])
            return redirect(chart_href(found))
    return show(request, found, page, form)


def begin(request, found, form):
    """The new phase, or None with the reason on the form."""
    gathered, series, organisation = found
    try:
        return actions.rebase_series(
            wave=gathered.wave,
            level=series.level,
            organisation=organisation,
            measure=series.definition.code,
            by=request.user,
            **form.cleaned_data,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None


def tell(request, series, rebases, rebase, asked):
    """What was done, where it is not what was asked for, and what to beware of."""
    begun = f"A new phase of {series.definition.short_title} begins in {months.label(rebase.starts)}."
    messages.success(request, f"{begun} {RECOMPUTED}")
    if rebase.starts != asked:
        messages.info(
            request, f"{months.label(asked)} has no value, so the phase begins in the next month that has one."
        )
    starts = [one.starts for one in rebases if one.is_in_force]
    for caution in pages.cautions(series.line, rebase.starts, starts):
        messages.warning(request, caution)


def chart_href(found):
    """The page on which the chart stands: that of its practice, its commissioner or its wave."""
    gathered, series, organisation = found
    return breadcrumbs(gathered.wave, series, organisation)[-1][1]


def show(request, found, page, form, withdrawing=None):
    """`withdrawing` is the form of the one rebase whose withdrawal was refused."""
    gathered, series, organisation = found
    can_rebase = actions.may_rebase(request.user, gathered.wave, organisation)
    forms = [(entry, WithdrawForm(rebase_id=entry.pk)) for entry in page.in_force] if can_rebase else []
    if withdrawing:
        forms = [(entry, withdrawing if entry.pk == withdrawing.rebase_id else form) for entry, form in forms]
    context = {
        "page": page,
        "wave": gathered.wave,
        "can_rebase": can_rebase,
        "rebase_form": form if page.choices else None,
        "withdraw_forms": forms,
        "form": withdrawing or form,
        "chart_href": chart_href(found),
        "action": rebase_href(gathered.wave, series),
        "breadcrumbs": breadcrumbs(gathered.wave, series, organisation),
    }
    return render(request, "collaborative/rebase.html", context)


@require_POST
def rebase_withdraw(request, pk):
    rebase = get_object_or_404(
        Rebase.objects.visible_to(request.user).select_related("wave__programme", "organisation"), pk=pk
    )
    actions.require_may_rebase(request.user, rebase.wave, rebase.organisation)
    code = rebase.organisation.ods_code if rebase.organisation else WAVE
    found, _, page, causes = opened(request, rebase.wave.code, rebase.level, code, rebase.measure)
    form = WithdrawForm(request.POST, rebase_id=pk)
    if form.is_valid() and withdraw(request, rebase, form):
        messages.success(request, f"The phase from {months.label(rebase.starts)} is withdrawn. {RECOMPUTED}")
        return redirect(chart_href(found))
    return show(request, found, page, RebaseForm(choices=page.choices, proposed=page.proposed, causes=causes), form)


def withdraw(request, rebase, form):
    """The rebase, withdrawn, or None with the reason on the form."""
    try:
        return actions.withdraw_rebase(rebase=rebase, reason=form.cleaned_data["reason"], by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
