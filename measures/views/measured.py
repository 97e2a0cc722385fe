"""Where a page of returns stands: a wave that has measures, a practice that takes part in it, a month of which it sends.

A workforce wave sends no returns, so the pages made of them are not there for it.
"""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission, require_permission
from practices import months
from practices.models import Organisation, Programme, Wave, WaveMembership


class WithoutMeasures(Http404):
    """There is no such page in this wave, which one may see; the page for what went wrong says so."""

    def __init__(self, wave):
        super().__init__(f"{wave} has no measures")
        self.wave = wave


def require_measures(wave):
    """The wave itself. Ask after scope and permission: only who may see the wave is told what kind it is."""
    if wave.programme.kind != Programme.Kind.MEASURES:
        raise WithoutMeasures(wave)
    return wave


def practice_in_wave(user, wave_code: str, ods_code: str, permission: Permission) -> tuple[Wave, Organisation]:
    """404 outside this person's scope, 403 without the permission at the practice."""
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    members = Organisation.objects.visible_to(user).filter(memberships__wave=wave)
    practice = get_object_or_404(members, ods_code=ods_code)
    require_permission(user, permission, practice)
    return require_measures(wave), practice


def membership_in_month(user, wave: Wave, practice: Organisation, period: str) -> tuple[WaveMembership, date]:
    """404 for a month of which the practice sends no return of this wave."""
    memberships = WaveMembership.objects.visible_to(user).select_related("practice", "wave__programme")
    membership, month = get_object_or_404(memberships, wave=wave, practice=practice), month_or_404(period)
    if not membership.first_month <= month <= membership.last_month:
        raise Http404
    return membership, month


def month_or_404(period: str) -> date:
    try:
        return months.parse_period(period)
    except ValueError as error:
        raise Http404 from error
