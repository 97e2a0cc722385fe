"""Under what the content of a page is kept: everything that it depends on, so that nobody is shown what was made for another."""

from collaborative.dashboards import stored
from measures.models import Computation
from practices import clock
from practices.models import Organisation, Parent


def page_key(name: str, user, wave, reader, *options) -> str:
    """The run it shows, the wave's dates, the business hour, whose scope, what they may see exactly, the options.

    One query, and one more for whoever acts for a commissioner.
    """
    pointer = Computation.objects.pointer(wave)
    run = (pointer.pk, pointer.finished_at) if pointer else None
    calendar = [getattr(wave, field.attname) for field in wave._meta.concrete_fields]
    # What is due or late changes by the clock, without a computation.
    hour = f"{clock.now():%Y-%m-%d %H}"
    exact = [sorted(reader.owned), sorted(reader.agreed), sorted(reader.partner_commissioners), reader.is_wave_partner]
    return stored.digest_of(name, run, calendar, hour, scope_of(user), practices_under(user), exact, *options)


def scope_of(user) -> list[tuple]:
    """The places a person acts at. Two persons with the same roles at the same places see the same content."""
    places = [(grant.role, grant.organisation_id, grant.wave_id, grant.programme_id) for grant in user.acting_grants]
    return sorted(places, key=repr)


def practices_under(user) -> list[int]:
    """Ids of those under the commissioners a person acts at: they move from one to another without a computation."""
    held = [grant.organisation for grant in user.acting_grants if grant.organisation]
    commissioners = [organisation for organisation in held if organisation.kind == Organisation.Kind.COMMISSIONER]
    if not commissioners:
        return []
    return sorted(Parent.objects.filter(parent__in=commissioners).on(clock.today()).values_list("child_id", flat=True))
