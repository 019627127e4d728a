"""Every write of the records: the audit chain and jobs here, documents and imports in modules of their own."""

from programme.records.services.audit import append_event, change, facts, lock_programme, writes
from programme.records.services.jobs import enqueue

__all__ = ["append_event", "change", "enqueue", "facts", "lock_programme", "writes"]
