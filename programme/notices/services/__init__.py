"""Every write of notices; telling here, channels, digests and readings in modules of their own."""

from programme.notices.services.telling import notify, read_notifications

__all__ = ["notify", "read_notifications"]
