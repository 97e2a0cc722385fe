"""The career pathway of a programme."""

from django.views.decorators.http import require_safe

from workforce.dashboards import careers
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, sees_exactly


@require_safe
def career_pathway(request, programme):
    programme = programme_to_see(request, programme)
    page = careers.career_page(request.user, programme, exact=sees_exactly(request.user, programme))
    context = {"heading": "Career pathway", "page": page}
    return programme_page(request, "workforce/career_pathway.html", programme, context)
