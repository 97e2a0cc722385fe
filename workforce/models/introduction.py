"""Introducing a role: the plan, whom one talked to and how, what was tried and learnt. Seed 003: fail safely, and say so."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from practices.models import Organisation, Programme
from workforce.models.scope import programmes_of


class RolePlanQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.CHANGE_ROSTER):
        """The lead's, of the programme or of one of its PCTs. With None: every plan of a programme that a grant reaches."""
        return self.filter(programme__in=programmes_of(user, permission).values("pk"))


class RolePlan(models.Model):
    """How one role comes into a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="role_plans")
    role = models.CharField(max_length=8)
    purpose = models.TextField("what the role is for")
    places = models.TextField("where it begins, and where it goes next", blank=True)
    in_place = models.TextField("what is there already and works", blank=True)
    measures = models.TextField("how its effect will be seen", blank=True)
    owner = models.CharField(max_length=150)
    start = models.DateField()

    objects = RolePlanQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "role"]
        constraints = [models.UniqueConstraint(fields=["programme", "role"], name="one_plan_a_role")]

    def __str__(self):
        return f"Introducing {self.role} in {self.programme}"


class OfPlanQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.CHANGE_ROSTER):
        return self.filter(plan__in=RolePlan.objects.visible_to(user, permission).values("pk"))


class LessonQuerySet(OfPlanQuerySet):
    def shared_in(self, programmes):
        """The lessons that everybody in these programmes may read, latest first: for the collaborative's page of learning.

        `programmes` is a queryset or list of programmes that the reader takes part in. Each lesson comes with its plan, its
        programme and its PCT; a failed test is among them as learning (row 66).
        """
        shared = self.filter(is_shared=True, plan__programme__in=programmes)
        return shared.select_related("plan__programme", "commissioner").order_by("-on", "-pk")


class Engagement(models.Model):
    """Somebody was told, asked or listened to."""

    class Kind(models.TextChoices):
        MEETING = "meeting", "Meeting"
        VISIT = "visit", "Visit to a team"
        LETTER = "letter", "Letter or newsletter"
        TRAINING = "training", "Training session"
        DIFFICULT = "difficult", "Difficult conversation"

    plan = models.ForeignKey(RolePlan, on_delete=models.PROTECT, related_name="engagements")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    audience = models.CharField("with whom", max_length=200)
    said = models.TextField("what was said and heard")
    follow_up = models.CharField("what follows", max_length=300, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name_plural = "engagements"

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on}"


class Lesson(models.Model):
    """Something tried while a role came in. What failed is learning; so the collaborative files it (`is_shared`)."""

    class Result(models.TextChoices):
        WORKED = "worked", "It worked"
        PARTLY = "partly", "It worked in part"
        FAILED = "failed", "It failed"

    plan = models.ForeignKey(RolePlan, on_delete=models.PROTECT, related_name="lessons")
    commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="workforce_lessons"
    )
    on = models.DateField()
    tried = models.TextField("what was tried")
    result = models.CharField(max_length=6, choices=Result)
    learning = models.TextField("what was learnt")
    is_shared = models.BooleanField("everybody in the programme may read it", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(learning=""), name="a_lesson_says_what_was_learnt")]

    def __str__(self):
        return f"{self.get_result_display()}: {self.tried[:60]}"
