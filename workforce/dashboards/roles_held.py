"""Which roles a worker has."""

from workforce.models import Holding


def roles_today(worker) -> list[str]:
    """Codes of the roles held today."""
    held = Holding.objects.on().filter(worker=worker).order_by("post__role")
    return list(held.values_list("post__role", flat=True).distinct())
