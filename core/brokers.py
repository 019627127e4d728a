"""How the broker is used: two queues, durable on RabbitMQ by quorum, and short waits on either broker."""

from typing import Any
from urllib.parse import urlsplit

from kombu import Exchange, Queue

NAMES = ("interactive", "bulk")
DELIVERIES = 20  # returns of one message before RabbitMQ drops it; the row counts attempts, the sweeper tells anew
LONGEST_JOB_MS = 12 * 3600 * 1000  # RabbitMQ closes the channel of a consumer that keeps a message for longer
VISIBILITY_SECONDS = 12 * 3600  # the same on Redis; a message that comes twice finds its job leased or ended
QUORUM = {"x-queue-type": "quorum", "x-delivery-limit": DELIVERIES, "x-consumer-timeout": LONGEST_JOB_MS}


def on_redis(url: str) -> bool:
    """Tell whether the broker is Redis."""
    return urlsplit(url).scheme in {"redis", "rediss"}


def queue_name(name: str, prefix: str = "") -> str:
    """Give the broker's name of a queue; installations that share a broker have a prefix each."""
    return f"{prefix}{name}"


def queues(url: str, *, prefix: str = "") -> list[Queue]:
    """Describe both queues: quorum queues on RabbitMQ, lists on Redis."""
    exchange = Exchange(queue_name("landfall", prefix), type="topic", durable=True)
    arguments = QUORUM if urlsplit(url).scheme in {"amqp", "amqps"} else None
    return [
        Queue(queue_name(name, prefix), exchange, routing_key=queue_name(name, prefix), queue_arguments=arguments)
        for name in NAMES
    ]


def transport_options(url: str) -> dict[str, Any]:
    """Bound every wait on the broker; a publisher on RabbitMQ waits for the queue's confirmation."""
    if on_redis(url):
        return {
            "socket_timeout": 5,
            "socket_connect_timeout": 1,
            "socket_keepalive": True,
            "health_check_interval": 25,
            "visibility_timeout": VISIBILITY_SECONDS,
            "unacked_restore_throttle": 1,
        }
    if url:
        return {"confirm_publish": True, "confirm_timeout": 2, "connect_timeout": 1, "write_timeout": 5}
    return {}
