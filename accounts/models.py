"""Who you are. What you may do is in permissions.py; where, in practices.models.Grant."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name or self.email

    @property
    def acting_grants(self):
        """The grants that this person acts under now: read once a request, narrowed by the chosen scope (practices/scope.py)."""
        if not hasattr(self, "_acting_grants"):
            self._acting_grants = list(self.grants.in_force())
        return self._acting_grants

    def act_under(self, grants, others=()):
        """Narrow what this person may do, for this request, to the given grants; `others` are there to be taken up instead."""
        self._acting_grants = list(grants)
        self._other_grants = list(others)

    @property
    def other_grants(self):
        """Grants in force that this person does not act under in this request: none outside one."""
        return getattr(self, "_other_grants", [])
