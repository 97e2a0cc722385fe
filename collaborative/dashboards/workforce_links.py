"""From the pages of measures to those of the workforce, for whoever may open them and where there is a post."""

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.workforce_figures import has_posts
from practices.models import Programme
from workforce.models import Post, PostHost


def to_wave(user, wave) -> str:
    """The workforce of a wave; "" for whoever may not see it, and where a wave of measures has no posts."""
    if not has_permission(user, Permission.VIEW_WORKFORCE_FIGURES, wave):
        return ""
    is_there = wave.programme.kind == Programme.Kind.WORKFORCE or has_posts(wave)
    return reverse("wave_workforce", args=[wave.code]) if is_there else ""


def to_practice(user, practice) -> str:
    """The posts of a practice; "" for whoever may see none of them."""
    if not has_permission(user, Permission.VIEW_ROSTER, practice):
        return ""
    seen = Post.objects.visible_to(user).values("pk")
    hosted = PostHost.objects.filter(practice=practice, post__in=seen).exists()
    return reverse("practice_workforce", args=[practice.ods_code]) if hosted else ""
