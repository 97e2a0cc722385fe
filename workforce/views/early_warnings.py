"""Early warnings, for the workforce lead alone: nobody else learns that there is one, or how many."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.views.methods import EDIT
from practices.views.refusals import attempted
from workforce.actions.early_warnings import answer_warning
from workforce.dashboards import early_warnings as pages
from workforce.forms.early_warnings import EarlyWarningForm
from workforce.models import EarlyWarning, Holding
from workforce.views.breadcrumbs import to_programme
from workforce.views.forms import form_page
from workforce.views.pages import programme_page
from workforce.views.scope import may, programme_to_see


@require_safe
def early_warnings(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_EARLY_WARNINGS)
    found = EarlyWarning.objects.visible_to(request.user).filter(holding__worker__programme=programme)
    context = {
        "heading": "Early warnings",
        "page": pages.page_of(found, request.GET.get("kind", ""), request.GET.get("page")),
    }
    return programme_page(request, "workforce/early_warnings.html", programme, context)


@EDIT
def early_warning_answer(request, holding, warning_kind):
    """Found by the holding, so that whoever may know of that and not of warnings gets 403 whether there is one or not."""
    warning = warning_of(request, holding, warning_kind)
    programme = warning.holding.post.programme
    form = EarlyWarningForm(request.POST or None, initial=pages.as_it_stands(warning))
    if form.is_valid() and attempted(form, answer_warning, warning=warning, by=request.user, **form.cleaned_data):
        messages.success(request, "Kept. Nobody but workforce leads sees it.")
        return redirect("early_warnings", programme.slug)
    crumbs = to_programme(programme, ("Early warnings", reverse("early_warnings", args=[programme.slug])))
    heading, caption = warning.get_kind_display(), f"Post {warning.holding.post.number}"
    return form_page(request, form, heading, crumbs, caption=caption, notes=[warning.reason, pages.RESTING])


def warning_of(request, pk, kind) -> EarlyWarning:
    holding = get_object_or_404(Holding.objects.visible_to(request.user).select_related("worker"), pk=pk)
    if not may(request.user, Permission.VIEW_EARLY_WARNINGS, holding.worker):
        raise PermissionDenied(Permission.VIEW_EARLY_WARNINGS.value)
    found = EarlyWarning.objects.visible_to(request.user).select_related("holding__post__programme")
    return get_object_or_404(found, holding=holding, kind=kind)
