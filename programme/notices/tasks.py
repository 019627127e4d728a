"""Background work of notices."""

from typing import Any

from core.jobs import Progress, task
from programme.notices.choices import PackMode, PackRhythm
from programme.notices.models import Delivery
from programme.notices.selectors.packs import KIND, plan_of
from programme.notices.services import digests, packs
from programme.notices.services.sending import carry
from programme.people.models import User
from programme.records.services.papers import build_paper


@task("notices.deliver")
def deliver(progress: Progress, *, delivery: int) -> None:
    """Send one message; what did not arrive is tried again by the runner."""
    row = Delivery.objects.select_related("person", "endpoint__programme", "programme", "document").get(pk=delivery)
    carry(row, finish=progress.finish)


@task("notices.digest")
def digest(_progress: Progress, *, person: int, slot: str) -> dict[str, Any]:
    """Mail a person what waits in all programmes; nothing to say is no mail."""
    sent = digests.send_digest(User.objects.get(pk=person), slot=slot)
    return {"delivery": sent.public_id if sent else None}


@task("notices.pack")
def pack(progress: Progress) -> dict[str, Any]:
    """Make the steering pack as the rhythm says, and send its link unless it stays a draft."""
    plan = plan_of(progress.programme)
    if plan is None or plan.rhythm == PackRhythm.OFF:
        return {"document": None}
    paper = build_paper(progress, kind=KIND, languages=plan.languages, formats=plan.formats)
    sent = packs.send_pack(paper, actor=None) if plan.mode == PackMode.SEND else []
    return {"document": paper.public_id, "sent": len(sent)}
