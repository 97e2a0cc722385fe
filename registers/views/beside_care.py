"""What is recorded of a person beside stepped care: work support, pharmacy, presentation, unexplained symptoms."""

from django.shortcuts import get_object_or_404

from practices import clock
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.pharmacy_packs import record_pack
from registers.actions.presentation import change_type, mark_symptoms
from registers.actions.work_support import save_referral
from registers.codes import LISTED_TYPES
from registers.forms.beside_care import PharmacyPackForm, PresentationForm, SymptomsForm, WorkSupportForm
from registers.models import WorkSupportReferral
from registers.views.entry_pages import entry_to_change, saved, show_form


@GET_AND_POST
def work_support_create(request, ods_code, number):
    return edit_referral(request, entry_to_change(request, ods_code, number), None)


@EDIT
def work_support_edit(request, ods_code, number, work_support):
    entry = entry_to_change(request, ods_code, number)
    found = WorkSupportReferral.objects.visible_to(request.user).filter(entry__person=entry.person_id)
    row = get_object_or_404(found.select_related("entry__person", "entry__practice"), pk=work_support)
    return edit_referral(request, row.entry, row)


def edit_referral(request, entry, row):
    names = ("scheme", "referred_on", "claim_on", "interviewed_on")
    initial = {name: getattr(row, name) for name in names} if row else {"referred_on": clock.today()}
    form = WorkSupportForm(request.POST or None, initial=initial)
    if form.is_valid() and attempted(
        form, save_referral, entry=entry, referral=row, by=request.user, **form.cleaned_data
    ):
        return saved(request, entry, "The referral to work support is saved.")
    return show_form(request, entry, form, "Referral to work support")


@GET_AND_POST
def pharmacy_pack_create(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    form = PharmacyPackForm(request.POST or None)
    if form.is_valid() and attempted(form, record_pack, entry=entry, by=request.user, **form.cleaned_data):
        return saved(request, entry, "Saved.")
    notes = ["Only that it was given, and when. Which medicines belongs in the clinical record."]
    return show_form(request, entry, form, "Pharmacy pack or review", notes)


@EDIT
def presentation_edit(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    form = PresentationForm(request.POST or None, initial={"presentation_type": entry.presentation_type})
    if form.is_valid() and (changed := attempted(form, change_type, entry=entry, by=request.user, **form.cleaned_data)):
        return saved(request, entry, words_of_type(changed.presentation_type))
    return show_form(request, entry, form, "Change the type of presentation")


def words_of_type(presentation_type):
    if presentation_type in LISTED_TYPES:
        return "The type is saved."
    return "The type is saved. It is not on the list by default: decide whether the person stays on it."


@EDIT
def symptoms_edit(request, ods_code, number):
    entry = entry_to_change(request, ods_code, number)
    initial = {
        "has_unexplained_symptoms": entry.has_unexplained_symptoms,
        "adviser": entry.symptoms_adviser,
    }
    form = SymptomsForm(request.POST or None, initial=initial)
    if form.is_valid() and attempted(form, mark_symptoms, entry=entry, by=request.user, **form.cleaned_data):
        return saved(request, entry, "Saved.")
    return show_form(request, entry, form, "Symptoms that are not explained")
