"""The practice's directory of what it can offer, by step of care."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.offers import save_offer
from registers.dashboards.offers import offers_table
from registers.forms.interventions import OfferFilterForm, OfferForm
from registers.models import LocalOffer
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_change, practice_to_read


@require_safe
def offer_list(request, ods_code):
    practice = practice_to_read(request, ods_code)
    form = OfferFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    offers = LocalOffer.objects.visible_to(request.user).filter(practice=practice)
    can_change = has_permission(request.user, Permission.CHANGE_PATIENT_ROWS, practice)
    context = {
        "practice": practice,
        "form": form,
        "table": offers_table(offers, asked.get("step"), with_closed=asked.get("closed", False), can_change=can_change),
        "can_change": can_change,
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/offer_list.html", context)


@GET_AND_POST
def offer_create(request, ods_code):
    practice = practice_to_change(request, ods_code)
    return edit(request, LocalOffer(practice=practice), "Add an offer")


@EDIT
def offer_edit(request, ods_code, offer):
    practice = practice_to_change(request, ods_code)
    offers = LocalOffer.objects.visible_to(request.user).filter(practice=practice)
    return edit(request, get_object_or_404(offers, pk=offer), "Change an offer")


def edit(request, offer, heading):
    practice = offer.practice
    form = OfferForm(request.POST or None, instance=offer)
    if form.is_valid() and attempted(form, save_offer, offer=offer, by=request.user, **form.cleaned_data):
        messages.success(request, "The offer is saved.")
        return redirect("offer_list", practice.ods_code)
    directory = ("What the practice offers", reverse("offer_list", args=[practice.ods_code]))
    context = {
        "form": form,
        "heading": heading,
        "caption": practice.name,
        "breadcrumbs": to_register(practice, directory),
    }
    return render(request, "practices/form.html", context)
