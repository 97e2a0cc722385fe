"""What a worker says of the own skills: the chart of gaps with its table, its sentence and its file."""

from workforce import frameworks
from workforce.dashboards.competences import frameworks_of
from workforce.dashboards.links import href
from workforce.models import SelfRating
from workforce.rating_gaps import drawing, gaps, sentence

HEADINGS = ["area", "rating_1_to_5", "gap", "rated_on", "rating_before"]


def is_used(programme) -> bool:
    """Whether the programme has switched the self-rating on."""
    return frameworks.self_rated() in frameworks_of(programme)


def gaps_of(worker):
    ratings = SelfRating.objects.filter(worker=worker).values_list("area", "rating", "rated_on")
    return gaps(frameworks.self_rated(), list(ratings))


def chart(worker) -> dict:
    """What templates/workforce/_rating_gaps.html prints."""
    found = gaps_of(worker)
    return {
        "framework": frameworks.self_rated(),
        "drawing": drawing(found, "self-rating"),
        "sentence": sentence(found),
        "is_rated": any(one.rating for one in found),
        "table": table(found),
        "files": [{"href": href("self_rating_csv", worker.pk), "text": "CSV", "of": "Self-rating by area"}],
    }


def table(found) -> dict:
    number = {"numeric": True}
    return {
        "caption": "Self-rating by area, 1 to 5",
        "head": ["Area", {"text": "Rating", **number}, {"text": "Gap", **number}, "On", {"text": "Before", **number}],
        "rows": [
            [
                one.name,
                {"text": "Not rated" if one.rating is None else one.rating, **number},
                {"text": "" if one.gap is None else one.gap, **number},
                f"{one.rated_on:%-d %b %Y}" if one.rated_on else "",
                {"text": "" if one.before is None else one.before, **number},
            ]
            for one in found
        ],
        "first_is_header": True,
    }


def csv_rows(worker) -> list[list]:
    return [[one.name, one.rating, one.gap, one.rated_on, one.before] for one in gaps_of(worker)]
