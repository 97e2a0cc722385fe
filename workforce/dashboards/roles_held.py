"""Which roles a worker has."""

from workforce.dashboards.worker_reading import holdings_of, is_held_now


def roles_today(worker) -> list[str]:
    """Codes of the roles held today."""
    return sorted({one.post.role for one in holdings_of(worker) if is_held_now(one)})
