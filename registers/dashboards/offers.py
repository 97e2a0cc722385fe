"""The directory of offers as a table."""

from django.urls import reverse


def offers_table(offers, step: int | None, *, with_closed: bool, can_change: bool) -> dict:
    """`offers`: those of one practice; those for one step when `step` is given."""
    if step:
        offers = offers.filter(first_step__lte=step, last_step__gte=step)
    if not with_closed:
        offers = offers.filter(is_open=True)
    offers = list(offers.select_related("practice"))
    return {
        "caption": f"{len(offers)} offer{'' if len(offers) == 1 else 's'}" + (f" for step {step}" if step else ""),
        "first_is_header": True,
        "head": ["Offer", "Kind", "Steps", "Offered by", "How people get there", "Wait"],
        "rows": [row(offer, can_change) for offer in offers],
        "empty": "The directory has no such offer yet. Add what people of this practice can be offered.",
    }


def row(offer, can_change):
    href = reverse("offer_edit", args=[offer.practice.ods_code, offer.pk]) if can_change else None
    name = {"text": offer.name, "href": href, "hint": "" if offer.is_open else "Closed to new people"}
    return [name, offer.get_kind_display(), steps(offer), offer.provider, offer.how_to_refer, wait(offer.waiting_weeks)]


def steps(offer) -> str:
    if offer.first_step == offer.last_step:
        return f"{offer.first_step}"
    return f"{offer.first_step} to {offer.last_step}"


def wait(weeks: int | None) -> str:
    """Nothing to wait and not knowing are two things."""
    if weeks is None:
        return "Not known"
    return "None" if weeks == 0 else f"{weeks}\u00a0week{'' if weeks == 1 else 's'}"
