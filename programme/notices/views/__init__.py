"""Pages of notices, one module for each part of them."""

from programme.notices.views.centre import Centre, Digest, Wishes
from programme.notices.views.channels import (
    Channels,
    Deliveries,
    EndpointDetail,
    EndpointEdit,
    EndpointNew,
    EndpointTry,
)
from programme.notices.views.packs import PackRhythmEdit, PackSend

__all__ = [
    "Centre",
    "Channels",
    "Deliveries",
    "Digest",
    "EndpointDetail",
    "EndpointEdit",
    "EndpointNew",
    "EndpointTry",
    "PackRhythmEdit",
    "PackSend",
    "Wishes",
]
