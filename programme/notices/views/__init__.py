"""Pages of notices, one module for each part of them."""

from programme.notices.views.centre import Centre, Wishes
from programme.notices.views.channels import (
    Channels,
    Deliveries,
    EndpointDetail,
    EndpointEdit,
    EndpointNew,
    EndpointTry,
)

__all__ = [
    "Centre",
    "Channels",
    "Deliveries",
    "EndpointDetail",
    "EndpointEdit",
    "EndpointNew",
    "EndpointTry",
    "Wishes",
]
