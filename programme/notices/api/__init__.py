"""Notices in the API."""

from programme.notices.api.centre import DigestViewSet, NotificationViewSet, WishViewSet
from programme.notices.api.channels import DeliveryViewSet, EndpointViewSet
from programme.notices.api.packs import PackPlanViewSet, PackViewSet

__all__ = [
    "DeliveryViewSet",
    "DigestViewSet",
    "EndpointViewSet",
    "NotificationViewSet",
    "PackPlanViewSet",
    "PackViewSet",
    "WishViewSet",
]
