"""The first page of the workforce, and the lists of a programme: posts, vacancies."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices.views.methods import GET_AND_POST
from workforce.dashboards import home
from workforce.dashboards import roster as board
from workforce.forms.roster import FindForm, RosterFilterForm
from workforce.views.breadcrumbs import with_addresses
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, sees_exactly

vacancies = when_first_used("workforce.dashboards.vacancies")

A_PAGE = 50
FIND_LABEL = "Post number, staff number or name"


@require_safe
def workforce_home(request):
    context = {"page": home.page(request.user), "breadcrumbs": with_addresses(("Home", reverse("home")))}
    return render(request, "workforce/home.html", context)


@GET_AND_POST
def roster(request, programme):
    """Posts, narrowed by address; by POST those that a text finds."""
    programme = programme_to_see(request, programme, Permission.VIEW_ROSTER)
    find = FindForm(request.POST or None, label=FIND_LABEL)
    filters = RosterFilterForm(request.GET, choices=board.choices(request.user, programme))
    posts = board.posts_of(request.user, programme)
    if find.is_valid():
        posts = board.found_by(posts, request.user, find.cleaned_data["text"])
    else:
        wanted = filters.wanted()
        posts = board.in_order(board.narrowed(posts, request.user, wanted), wanted.get("order"))
    page = Paginator(board.with_people(posts, request.user), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Posts",
        "form": find,
        "filter_form": filters,
        "is_narrowed": find.is_valid() or filters.is_narrowed(),
        "page": page,
        "page_query": page_query(request),
        "table": board.table(page),
        "is_cut": find.is_valid() and page.paginator.count > A_PAGE,
        "links": board.links(request.user, programme),
    }
    return programme_page(request, "workforce/roster.html", programme, context)


def page_query(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@require_safe
def vacancy_list(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_ROSTER)
    page = Paginator(vacancies.posts_of(request.user, programme), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Vacancies",
        "page": page,
        "table": vacancies.table(page, request.user),
        "notes": vacancies.notes(is_whole=sees_exactly(request.user, programme)),
    }
    return programme_page(request, "workforce/list.html", programme, context)
