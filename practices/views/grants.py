"""People and what they may do where: list, give, change the last day, end."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.actions import invite
from accounts.permissions import Permission, Role, has_permission, require_permission
from practices import invitations
from practices.actions import grants as actions
from practices.forms.grants import (
    GrantEditForm,
    GrantForm,
    GrantSearchForm,
    key_of,
    places_to_give,
    roles_to_give,
    today,
)
from practices.models import Grant
from practices.views.methods import EDIT, GET_AND_POST
from practices.wording import counted

logger = logging.getLogger(__name__)
A_PAGE = 50
CRUMB = "People"


@require_safe
def grant_list(request):
    """The roles that this person holds, and those in the places where they may see them."""
    form = GrantSearchForm(request.GET)
    grants = Grant.objects.visible_to(request.user).select_related("person", "organisation", "wave", "programme")
    page = Paginator(searched(grants, form), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "practices/grant_list.html",
        {
            "form": form,
            "page": page,
            "page_query": query.urlencode(),
            "table": grants_table(request.user, page),
            "has_role": bool(request.user.acting_grants),
            "may_see_others": has_permission(request.user, Permission.VIEW_GRANTS),
            "can_give": has_permission(request.user, Permission.CHANGE_GRANTS),
        },
    )


def searched(grants, form):
    if not form.is_valid():
        return grants
    for word in form.cleaned_data["name"].split():
        grants = grants.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    if form.cleaned_data["role"]:
        grants = grants.filter(role=form.cleaned_data["role"])
    return grants if form.cleaned_data["ended"] else grants.filter(not_over())


def not_over():
    return Q(ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today()))


def grants_table(user, page):
    roles = roles_to_give(user)
    places = places_to_give(user, roles) if roles else {}
    return {
        "caption": counted(page.paginator.count, "role"),
        "head": ["Name", "Role", "Where", "From", "Last day", "State", "Change"],
        "first_is_header": True,
        "rows": [
            grant_row(grant, may_change=grant.person_id != user.pk and is_changeable(grant, roles, places))
            for grant in page.object_list
        ],
        "empty": "Nobody is found.",
    }


def is_changeable(grant, roles, places):
    """As actions.may_give says for one grant, without asking the database for each row of a list."""
    return is_open(grant) and Role(grant.role) in roles and key_of(grant.place) in places


def grant_row(grant, *, may_change):
    change = {"text": "Change", "href": reverse("grant_edit", args=[grant.pk]), "hint": grant.person.name}
    return [
        {"text": grant.person.name, "hint": grant.person.email},
        Role(grant.role).label,
        str(grant.place),
        f"{grant.starts_on:%-d %b %Y}",
        f"{grant.ends_on:%-d %b %Y}" if grant.ends_on else "No end is set",
        {"tag": state_tag(grant)},
        change if may_change else "",
    ]


def is_open(grant):
    return grant.ended_at is None and (grant.ends_on is None or grant.ends_on >= today())


def state_tag(grant):
    if not is_open(grant):
        return {"text": "Ended", "colour": "grey"}
    if not grant.person.is_active:
        return {"text": "Account closed", "colour": "grey"}
    if grant.starts_on > today():
        return {"text": "To come", "colour": "yellow"}
    return {"text": "In force", "colour": "green"}


@GET_AND_POST
def grant_create(request):
    require_permission(request.user, Permission.CHANGE_GRANTS)
    form = GrantForm(request.POST or None, by=request.user)
    if form.is_valid():
        grant = give(form.cleaned_data, request.user)
        tell(request, grant)
        return redirect("grant_list")
    return render(
        request,
        "practices/form.html",
        {"form": form, "heading": "Give a role", "breadcrumbs": [(CRUMB, reverse("grant_list"))]},
    )


@transaction.atomic
def give(values, by):
    """Together, so that nobody is left with an account and no role."""
    person = invite(email=values["email"], name=values["name"], by=by)
    named = ("role", "place", "starts_on", "ends_on")
    return actions.give(person=person, by=by, **{name: values[name] for name in named})


def tell(request, grant):
    """The role is given whether or not the post can be sent; the person who gave it must know which."""
    try:
        invitations.send(grant, request=request)
    except OSError:
        logger.exception("The mail about grant %s could not be sent", grant.pk)
        messages.warning(request, f"{grant.person} has the role, but the mail could not be sent. Tell them yourself.")
    else:
        messages.success(request, f"{grant.person} has the role. A mail is on its way.")


def changeable(user, pk):
    """A grant within scope that this person may change; 403 for one's own and for those beyond."""
    grant = get_object_or_404(Grant.objects.visible_to(user).select_related("person"), pk=pk)
    require_permission(user, Permission.CHANGE_GRANTS)
    actions.require_may_give(user, grant.person, grant.role, grant.place)
    if not is_open(grant):
        raise PermissionDenied("The role has ended; give it again")
    return grant


@EDIT
def grant_edit(request, pk):
    grant = changeable(request.user, pk)
    form = GrantEditForm(request.POST or None, grant=grant)
    if request.method == "POST" and form.is_valid():
        actions.change_last_day(grant=grant, ends_on=form.cleaned_data["ends_on"], by=request.user)
        messages.success(request, "The last day is saved.")
        return redirect("grant_list")
    return render(request, "practices/grant_edit.html", context_of(grant, form=form))


@GET_AND_POST
def grant_end(request, pk):
    grant = changeable(request.user, pk)
    if request.method == "POST":
        actions.end(grant=grant, by=request.user)
        messages.success(request, f"{grant.person} no longer holds this role.")
        return redirect("grant_list")
    return render(request, "practices/grant_end.html", context_of(grant))


def context_of(grant, **more):
    summary = [
        {"key": "Name", "value": grant.person.name},
        {"key": "E-mail address", "value": grant.person.email},
        {"key": "Role", "value": Role(grant.role).label},
        {"key": "Where", "value": str(grant.place)},
        {"key": "First day", "value": f"{grant.starts_on:%-d %B %Y}"},
    ]
    return {"grant": grant, "summary": summary, "breadcrumbs": [(CRUMB, reverse("grant_list"))], **more}
