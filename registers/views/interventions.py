"""What a person was offered, and what came of it."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from practices import clock
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.interventions import save_intervention
from registers.forms.interventions import InterventionForm, intervention_values
from registers.models import Intervention, LocalOffer
from registers.views.care_steps import step_of
from registers.views.entry_pages import entry_to_change, saved, show_form


@GET_AND_POST
def intervention_create(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    return edit(request, entry, None, "Write down what was offered")


@EDIT
def intervention_edit(request, ods_code, number, intervention):
    entry = entry_to_change(request, ods_code, number)
    found = Intervention.objects.visible_to(request.user).filter(entry__person=entry.person_id)
    row = get_object_or_404(found.select_related("entry__person", "entry__practice"), pk=intervention)
    return edit(request, row.entry, row, "What came of the offer")


def edit(request, entry, row, heading):
    initial = intervention_values(row) if row else {"taken_up": "unknown", "offered_on": clock.today()}
    offers = offers_for(request.user, entry, row)
    form = InterventionForm(request.POST or None, initial=initial, offers=offers, step=step_of(request.user, entry))
    if form.is_valid() and attempted(
        form, save_intervention, entry=entry, intervention=row, by=request.user, **form.cleaned_data
    ):
        return saved(request, entry, "Saved.")
    return show_form(request, entry, form, heading)


def offers_for(user, entry, row):
    """The practice's open offers, and the one that was chosen before it was closed."""
    chosen = Q(is_open=True) | Q(pk=row.offer_id if row else None)
    return LocalOffer.objects.visible_to(user).filter(chosen, practice=entry.practice)
