"""Signing in at the door: the notice with its QR code for whoever runs the event, and the open page that it leads to."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative import door
from collaborative.actions import attendances as actions
from collaborative.forms.attendances import DoorForm
from collaborative.models.event import event_at_the_door
from collaborative.views.errors import too_many_requests
from collaborative.views.events import crumbs, event_to_run
from practices.views.methods import GET_AND_POST


@require_safe
def event_door(request, event):
    event = event_to_run(request.user, event)
    address = request.build_absolute_uri(reverse("event_sign_in", args=[event.sign_in_token]))
    context = {
        "event": event,
        "address": address,
        "code": door.qr_code(address),
        "breadcrumbs": crumbs(event.wave, event),
    }
    return render(request, "collaborative/events/door.html", context)


# Open to anybody: people at the door have no sign-in. It shows nobody's name and answers every name alike.
@login_not_required
@never_cache
@GET_AND_POST
def event_sign_in(request, token):
    event = event_at_the_door(token)
    if event is None:
        return render(request, "collaborative/events/sign_in_shut.html", {})
    form = DoorForm(request.POST or None)
    if request.method == "POST" and not door.may_go_on(token, get_adapter().get_client_ip(request)):
        return too_many_requests(request)
    if form.is_valid():
        actions.sign_in(event=event, **form.cleaned_data)
        return render(request, "collaborative/events/signed_in.html", {"event": event})
    return render(request, "collaborative/events/sign_in.html", {"event": event, "form": form})
