"""What the changes of a wave are worth: the costs that people enter, and the sum with all that it assumes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission_over, require_permission, require_permission_over
from collaborative.actions.programme_parts import enter_costs
from collaborative.dashboards.gathering import gather, of_totals
from collaborative.dashboards.value_page import HEADINGS, behind, notes_of, rows_of, sums_of, table_of, value_page
from collaborative.forms.programme_parts import PROGRAMME_PARTS, READERS, UNIT_PARTS, CostsForm
from collaborative.models import ProgrammeCost, ProgrammePart, UnitCost
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.programme_parts import is_on
from measures.definitions import all_definitions
from measures.readers import reader_of
from practices.exports import csv_bytes
from practices.models import Wave
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST


def wave_with_value(user, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    if not is_on(user, wave.programme, ProgrammePart.Part.VALUE):
        raise Http404
    require_permission(user, Permission.VIEW_IMPROVEMENT_WORK, wave)
    return wave


def costs_of(user, wave):
    units = list(UnitCost.objects.visible_to(user).filter(wave=wave))
    return units, ProgrammeCost.objects.visible_to(user).filter(wave=wave).first()


def page_for(request, wave):
    require_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave)
    gathered = gather(request.user, wave, reader_of(request.user, wave), of_totals())
    return value_page(gathered, all_definitions(), *costs_of(request.user, wave))


@require_safe
def value(request, wave_code):
    wave = wave_with_value(request.user, wave_code)
    page = page_for(request, wave)
    context = {
        "wave": wave,
        "page": page,
        "table": table_of(page),
        "behind": behind(page),
        "sums": sums_of(page),
        "can_change": has_permission_over(request.user, Permission.CHANGE_PACKAGE, wave),
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/parts/value.html", context)


@require_safe
def value_csv(request, wave_code):
    wave = wave_with_value(request.user, wave_code)
    page = page_for(request, wave)
    return download(csv_bytes(HEADINGS, [*rows_of(page), *notes_of(page)]), CSV, f"value-{wave.code}.csv")


@GET_AND_POST
def value_costs(request, wave_code):
    wave = wave_with_value(request.user, wave_code)
    require_permission_over(request.user, Permission.CHANGE_PACKAGE, wave)
    form = CostsForm(request.POST or None, initial=entered(*costs_of(request.user, wave)))
    if form.is_valid():
        enter_costs(wave=wave, units=form.units, programme=form.programme, by=request.user)
        messages.success(request, "The costs are saved.")
        return redirect("value", wave.code)
    context = {
        "form": form,
        "heading": "Costs, as entered here",
        "caption": wave.name,
        "lead": f"Leave out the measures of which you know no cost. {READERS}.",
        "breadcrumbs": [("Value", reverse("value", args=[wave.code]))],
    }
    return render(request, "collaborative/parts/form.html", context)


def entered(units, programme):
    """What the form shows first."""
    found = {f"{unit.measure}-{name}": getattr(unit, name) for unit in units for name in UNIT_PARTS}
    if programme:
        found |= {name: getattr(programme, name) for name in PROGRAMME_PARTS}
    return found
