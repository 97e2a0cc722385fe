"""For which PCTs of a programme somebody sends staff files, and who may open those that were sent."""

from django.db.models import Exists, OuterRef, Q

from accounts.permissions import Permission
from practices.models import Organisation, Upload
from workforce.files.staff_schema import KIND
from workforce.models import Post
from workforce.models.scope import grants_with


def leads_whole(user, programme) -> bool:
    """Whether this person leads the workforce of the whole programme."""
    return any(grant.programme_id == programme.pk for grant in grants_with(user, Permission.CHANGE_ROSTER))


def trusts_to_send_for(user, programme):
    """The PCTs in which this person leads the programme's workforce: its own, those with posts of it, or the lead's one."""
    reached = Q(pk__in=[])
    for grant in grants_with(user, Permission.CHANGE_ROSTER):
        if grant.programme_id == programme.pk:
            posts = Post.objects.filter(programme=programme).values("commissioner")
            reached |= grant.covered_organisations() | Q(pk__in=posts)
        elif grant.organisation_id:
            reached |= Q(pk=grant.organisation_id)
    return Organisation.objects.commissioners().filter(reached)


def within(user) -> Q:
    """A condition on uploads: of a programme that this person leads, or of a PCT alone that this person leads.

    That two programmes have a PCT in common opens neither's files to the other's lead.
    """
    grants = grants_with(user, Permission.CHANGE_ROSTER)
    programmes = [grant.programme_id for grant in grants if grant.programme_id]
    trusts = [grant.organisation_id for grant in grants if grant.organisation_id]
    elsewhere = Upload.practices.through.objects.filter(upload_id=OuterRef("pk")).exclude(organisation_id__in=trusts)
    return Q(context__programme__in=programmes) | (Q(context__by_trust=True) & ~Exists(elsewhere))


def sent_for(user, programme):
    """The staff files of a programme that this person may open, the newest first."""
    return Upload.objects.visible_to(user).filter(kind=KIND, context__programme=programme.pk)
