"""The pages of the workforce that are one form."""

from django.shortcuts import render

from accounts.permissions import Permission
from practices.models import Organisation
from workforce.models import Employer


def form_page(request, form, heading, breadcrumbs, *, caption="", notes=()):
    context = {"form": form, "heading": heading, "caption": caption, "notes": notes, "breadcrumbs": breadcrumbs}
    return render(request, "practices/form.html", context)


def trusts_led(user):
    """The PCTs whose roster this person changes: of a whole programme those that take part."""
    taking_part = Organisation.objects.visible_to(user, Permission.CHANGE_ROSTER)
    return taking_part.commissioners().distinct().order_by("name")


def directory_of(user):
    """All organisations: the directory is published."""
    return Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)


def employers_for(user):
    return Employer.objects.visible_to(user)
