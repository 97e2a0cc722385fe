"""The settings of a programme's workforce: for its lead."""

from django.contrib import messages
from django.shortcuts import redirect

from practices.views.methods import EDIT
from practices.views.refusals import attempted
from workforce.actions.settings import KEPT, change_settings
from workforce.forms.settings import WorkforceSettingsForm
from workforce.models import WorkforceProgramme
from workforce.views.governance import OF_THE_WHOLE
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, sees_exactly


@EDIT
def workforce_settings(request, programme):
    programme = programme_to_lead(request, programme)
    row = (
        WorkforceProgramme.objects.visible_to(request.user).filter(programme=programme).first() or WorkforceProgramme()
    )
    is_whole = sees_exactly(request.user, programme)
    now = {name: getattr(row, name) for name in KEPT}
    form = WorkforceSettingsForm(request.POST or None, initial=now, may_save=is_whole)
    if form.is_bound and not is_whole:
        form.add_error(None, OF_THE_WHOLE)
    if form.is_valid() and attempted(form, change_settings, programme=programme, by=request.user, **form.cleaned_data):
        messages.success(request, "The settings are saved.")
        return redirect("workforce_settings", programme.slug)
    context = {"heading": "Settings", "form": form, "note": "" if is_whole else OF_THE_WHOLE}
    return programme_page(request, "workforce/settings.html", programme, context)
