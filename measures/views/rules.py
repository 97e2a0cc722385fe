"""The checks of a programme's returns: the list, each with its example and history, and what a silent one would have stopped."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from measures.actions.rules import may_change_rules, set_rule
from measures.models import RuleSetting
from measures.pages import rule_pages
from measures.return_files.rule_knowledge import setting_of
from measures.return_files.rules import rules_on
from measures.rule_forms import RuleForm
from measures.silent_reports import silent_report
from operations import audit
from practices import clock
from practices.exports import csv_bytes
from practices.models import Programme
from practices.stored_files import digest
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted


def programme_with_returns(user, slug):
    """A workforce programme has no returns, and no checks of them."""
    measured = Programme.objects.visible_to(user).filter(kind=Programme.Kind.MEASURES)
    return get_object_or_404(measured, slug=slug)


def settings_in(user, programme):
    """Everything that was set, the latest first."""
    made = RuleSetting.objects.visible_to(user).filter(programme=programme).select_related("set_by")
    return list(made.order_by("-effective_from", "-pk"))


def in_force(programme, settings):
    found = tuple(setting_of(setting) for setting in reversed(settings))
    return rules_on(clock.today(), frozenset(programme.rules_off), found)


def rule_or_404(programme, settings, code):
    try:
        return in_force(programme, settings)[code]
    except KeyError:
        raise Http404 from None


def crumbs(programme):
    return [
        ("Programmes", reverse("programme_list")),
        (programme.name, reverse("programme_detail", args=[programme.slug])),
    ]


@require_safe
def return_rules(request, slug):
    programme = programme_with_returns(request.user, slug)
    require_permission(request.user, Permission.VIEW_RETURN_STATUS)
    rules = in_force(programme, settings_in(request.user, programme))
    context = {
        "programme": programme,
        "tables": rule_pages.list_tables(programme, rules),
        "breadcrumbs": crumbs(programme),
    }
    return render(request, "measures/return_rules.html", context)


@GET_AND_POST
def return_rule(request, slug, code):
    programme = programme_with_returns(request.user, slug)
    require_permission(request.user, Permission.VIEW_RETURN_STATUS)
    settings = settings_in(request.user, programme)
    found = rule_or_404(programme, settings, code)
    may_change = may_change_rules(request.user, programme)
    if request.method == "POST" and not may_change:
        raise PermissionDenied(Permission.CHANGE_RETURN_RULES.value)
    form = RuleForm(request.POST or None, found=found) if may_change and not found.rule.fixed else None
    if form and form.is_valid() and changed(request, programme, code, form):
        return redirect("return_rule", slug, code)
    context = {
        "programme": programme,
        "code": code,
        "form": form,
        "page": rule_pages.rule_page(found, programme, settings, with_names=may_change),
        "silent": silent_of(request.user, programme, found) if may_change else None,
        "breadcrumbs": [*crumbs(programme), ("Checks", reverse("return_rules", args=[slug]))],
    }
    return render(request, "measures/return_rule.html", context)


def changed(request, programme, code, form) -> bool:
    """Whether it was set; what was wrong stands on the form."""
    setting = attempted(form, set_rule, programme=programme, code=code, by=request.user, **form.setting)
    if setting:
        messages.success(request, f"{code} is set from {setting.effective_from:%-d %B %Y}.")
    return setting is not None


def silent_of(user, programme, found):
    """None for a rule that cannot run silently."""
    if found.rule.fixed:
        return None
    return rule_pages.silent_page(silent_report(user, programme, found.rule.code))


@require_safe
def return_rule_csv(request, slug, code):
    """What the rule would have said, line by line; figures only of practices whose figures this person sees exactly."""
    programme = programme_with_returns(request.user, slug)
    require_permission(request.user, Permission.CHANGE_RETURN_RULES)
    found = rule_or_404(programme, [], code)
    if not may_change_rules(request.user, programme):
        raise PermissionDenied(Permission.CHANGE_RETURN_RULES.value)
    report = silent_report(request.user, programme, found.rule.code)
    rows = list(rule_pages.csv_rows(report))
    content = csv_bytes(rule_pages.CSV_HEADINGS, rows)
    audit.record(
        "rule.findings_exported", by=request.user, about=programme, rule=code, rows=len(rows), sha256=digest(content)
    )
    return download(content, CSV, f"{code}-silent-{clock.today():%Y-%m-%d}.csv")
