"""Ideas that teams may try: written, changed, and copied from team to team (I5)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import ChangeIdea, Driver, ImprovementTeam, PackageItem, ReadingLevel
from operations import audit

WORDS = ["title", "description", "shared_with"]


@transaction.atomic
def create_idea(*, team: ImprovementTeam, title: str, by, items=(), drivers=(), **words) -> ChangeIdea:
    """`words` are the description and with whom it is shared."""
    idea = ChangeIdea.objects.create(team=team, title=title, created_by=by, **words)
    idea.items.set(items)
    idea.drivers.set(drivers)
    audit.record("idea.created", by=by, about=idea, organisation=team.organisation, shared_with=idea.shared_with)
    return idea


@transaction.atomic
def change_idea(*, idea: ChangeIdea, by, items=(), drivers=(), **words) -> ChangeIdea:
    """Replaces its words and tags with those given."""
    idea = ChangeIdea.objects.select_for_update().get(pk=idea.pk)
    before = {name: getattr(idea, name) for name in WORDS}
    for name in WORDS:
        setattr(idea, name, words[name])
    idea.save(update_fields=WORDS)
    idea.items.set(items)
    idea.drivers.set(drivers)
    # Names of fields alone: the words stay where their readers are known.
    changed = sorted(name for name, value in before.items() if value != getattr(idea, name))
    readers = [before["shared_with"], idea.shared_with]
    audit.record(
        "idea.changed", by=by, about=idea, organisation=idea.team.organisation, fields=changed, readers=readers
    )
    return idea


@transaction.atomic
def copy_idea(*, idea: ChangeIdea, team: ImprovementTeam, by) -> ChangeIdea:
    """The idea in another team's own hands, read by that team and its facilitator until it is shared. It keeps where it
    came from. In another wave it is tagged with that wave's items of the same codes.

    Raises ValidationError when it is the team's own already.
    """
    ImprovementTeam.objects.select_for_update().get(pk=team.pk)
    if idea.team_id == team.pk or team.ideas.filter(copied_from=idea).exists():
        raise ValidationError(f"{team} has this idea already")
    copy = ChangeIdea.objects.create(
        team=team,
        title=idea.title,
        description=idea.description,
        copied_from=idea,
        shared_with=ReadingLevel.FACILITATOR,
        created_by=by,
    )
    copy.items.set(same_items(idea, team))
    copy.drivers.set(same_drivers(idea, team))
    audit.record("idea.copied", by=by, about=copy, organisation=team.organisation, source=idea.pk)
    return copy


def same_items(idea: ChangeIdea, team: ImprovementTeam):
    codes = idea.items.values_list("code", flat=True)
    return PackageItem.objects.filter(wave=team.wave_id, code__in=list(codes))


def same_drivers(idea: ChangeIdea, team: ImprovementTeam):
    """Drivers have no code: those of another wave are known by their words."""
    texts = idea.drivers.values_list("text", flat=True)
    return Driver.objects.filter(wave=team.wave_id, text__in=list(texts))
