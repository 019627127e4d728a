"""Chainable reads of notifications, channels, deliveries and readings."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from programme.notices.models import Delivery, Endpoint, Notification, PaperReading


class NotificationQuerySet(QuerySet["Notification"]):
    """Reads of what people are told."""

    def of(self, person: Any) -> "NotificationQuerySet":
        """One person's, the newest first."""
        return self.filter(person=person).select_related("programme").order_by("-created_at", "-pk")

    def unread(self) -> "NotificationQuerySet":
        """What was not looked at yet."""
        return self.filter(read_at=None)


class EndpointQuerySet(QuerySet["Endpoint"]):
    """Reads of a programme's channels."""

    def in_use(self) -> "EndpointQuerySet":
        """Those that are told."""
        return self.filter(in_use=True)

    def for_list(self) -> "EndpointQuerySet":
        """By name, with the programme."""
        return self.select_related("programme").order_by("name", "pk")


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Reads of what was sent."""

    def for_list(self) -> "DeliveryQuerySet":
        """The newest first, with whom it went to."""
        return self.select_related("programme", "person", "endpoint").order_by("-created_at", "-pk")


class PaperReadingQuerySet(QuerySet["PaperReading"]):
    """Reads of who opened a paper."""

    def for_list(self) -> "PaperReadingQuerySet":
        """With the person, by first opening."""
        return self.select_related("person").order_by("first_at", "pk")
