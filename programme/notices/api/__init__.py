"""Notices in the API."""

from programme.notices.api.centre import NotificationViewSet, WishViewSet
from programme.notices.api.channels import DeliveryViewSet, EndpointViewSet

__all__ = ["DeliveryViewSet", "EndpointViewSet", "NotificationViewSet", "WishViewSet"]
