"""Screening after a birth: planned by the week of birth, and offered."""

from django.shortcuts import get_object_or_404

from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.perinatal import plan_screenings, record_offer
from registers.forms.beside_care import PerinatalForm, ScreeningForm
from registers.models import PerinatalScreening
from registers.views.entry_pages import entry_to_change, saved, show_form


@GET_AND_POST
def perinatal_plan(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    form = PerinatalForm(request.POST or None)
    if form.is_valid() and attempted(form, plan_screenings, entry=entry, by=request.user, **form.cleaned_data):
        return saved(request, entry, "The three screenings are planned.")
    notes = ["Screening is due at 6 weeks, 12 weeks and 8 months. Planning again mends a week that was chosen wrongly."]
    return show_form(request, entry, form, "Plan screening after a birth", notes)


@GET_AND_POST
def perinatal_offer(request, ods_code, number, screening):
    entry = entry_to_change(request, ods_code, number)
    found = PerinatalScreening.objects.visible_to(request.user).filter(entry__person=entry.person_id)
    row = get_object_or_404(found.select_related("entry__person", "entry__practice"), pk=screening)
    form = ScreeningForm(request.POST or None, initial={"offered_on": row.offered_on} if row.offered_on else None)
    if form.is_valid() and attempted(form, record_offer, screening=row, by=request.user, **form.cleaned_data):
        return saved(request, row.entry, "Saved.")
    notes = [f"Due in the week that begins on Monday {row.due_week:%-d %B %Y}."]
    return show_form(request, row.entry, form, f"Screening at {row.get_stage_display()} was offered", notes)
