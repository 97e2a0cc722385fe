"""Work with other teams: what a practice has recorded, and what asks for attention."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from registers.dashboards import interface as pages
from registers.dashboards.links import href
from registers.views.breadcrumbs import to_person, to_register
from registers.views.scope import person_of, practice_to_read, record_view


@require_safe
def interface_home(request, ods_code):
    """Alerts, agreements, shared care and advice of the whole practice."""
    practice = practice_to_read(request, ods_code, Permission.VIEW_INTERFACE_RECORDS)
    if not pages.is_on(practice):
        return switched_off(request, practice)
    record_view(request, practice, practice, "interface_home")
    context = {"page": pages.practice_page(request.user, practice), "breadcrumbs": to_register(practice)}
    return render(request, "registers/interface_home.html", context)


@require_safe
def interface_person(request, ods_code, number):
    practice = practice_to_read(request, ods_code, Permission.VIEW_INTERFACE_RECORDS)
    person = person_of(request, practice, number)
    if not pages.is_on(practice):
        return switched_off(request, practice)
    record_view(request, practice, person, "interface_person")
    context = {
        "page": pages.person_page(request.user, practice, person),
        "practice": practice,
        "breadcrumbs": to_person(practice, number),
    }
    return render(request, "registers/interface_person.html", context)


def switched_off(request, practice):
    """The pages say that the module is off, and to the manager where it is switched on."""
    may_switch = has_permission(request.user, Permission.CHANGE_REGISTER_SETTINGS, practice)
    context = {
        "practice": practice,
        "text": pages.OFF,
        "href": href("interface_switch", practice.ods_code) if may_switch else None,
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/interface_off.html", context)
