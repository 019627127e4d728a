"""Rooms and trainers."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from training.catalogue.models.courses import Course
from training.catalogue.querysets import RoomQuerySet, TrainerQuerySet


class Room(Record):
    """A room in which sessions are held."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    site = models.CharField(_("site"), max_length=80, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    equipment = models.CharField(_("equipment"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        ordering = ["site", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="room_name_once",
                violation_error_message=_("There is a room with this name."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.site]))


class Trainer(Record):
    """A person who gives courses, with or without an account here."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="trainers")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    user = models.ForeignKey(
        "programme.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account here")
    )
    courses = models.ManyToManyField(
        Course, blank=True, related_name="trainers", verbose_name=_("courses they may give")
    )
    active = models.BooleanField(_("in use"), default=True)

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="trainer_name_once",
                violation_error_message=_("There is a trainer with this name."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
