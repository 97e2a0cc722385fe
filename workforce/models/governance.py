"""Governance: what must be in place before somebody works, by post, and by role for the whole programme."""

from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from practices.models import Programme
from workforce.models.post import Post
from workforce.models.scope import OfPostQuerySet, programmes_of


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class RoleGovernanceQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.VIEW_WORKFORCE_FIGURES):
        """What a programme has written down for a role is about nobody: whoever sees its figures may read it."""
        return self.filter(programme__in=programmes_of(user, permission).values("pk"))


class RoleGovernance(models.Model):
    """One item of the checklist of a role (codes of workforce.governance_lists) in a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="role_governance")
    role = models.CharField(max_length=8)
    item = models.CharField(max_length=24)
    answer = models.CharField(max_length=6, choices=Answer)
    evidence = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=150, blank=True)
    answered_on = models.DateField()
    review_on = models.DateField("look at it again on", null=True, blank=True)

    objects = RoleGovernanceQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "role", "item"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "role", "item"], name="one_answer_a_role_item"),
            models.CheckConstraint(condition=~Q(answer="yes") | ~Q(evidence=""), name="role_yes_needs_evidence"),
        ]

    def __str__(self):
        return f"{self.role} {self.item}: {self.answer}"


class PostGovernance(models.Model):
    """One item of the checklist of a post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="governance")
    item = models.CharField(max_length=24)
    answer = models.CharField(max_length=6, choices=Answer)
    evidence = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=150, blank=True)
    answered_on = models.DateField()
    review_on = models.DateField("look at it again on", null=True, blank=True)

    objects = OfPostQuerySet.as_manager()

    class Meta:
        ordering = ["post", "item"]
        constraints = [
            models.UniqueConstraint(fields=["post", "item"], name="one_answer_a_post_item"),
            models.CheckConstraint(condition=~Q(answer="yes") | ~Q(evidence=""), name="post_yes_needs_evidence"),
        ]

    def __str__(self):
        return f"{self.item}: {self.answer}"
