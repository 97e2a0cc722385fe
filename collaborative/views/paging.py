"""Long lists a page at a time, and the rest of the address that the links between pages keep."""

from django.core.paginator import Paginator


def page_of(request, rows, size: int):
    """The page asked for; the first or last one for a number that there is not."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without(request, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
