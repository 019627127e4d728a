"""Steering packs that are made by the clock, and their distribution."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import seams
from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.jobs import by_clock
from core.models import save_validated
from programme.charter.choices import ProgrammeState
from programme.governance.selectors.decisions import asked
from programme.notices.choices import PackMode, PackRhythm, Topic
from programme.notices.models import Delivery, Endpoint, PackPlan
from programme.notices.permissions import ACTIONS
from programme.notices.selectors import endpoints_for, link
from programme.notices.selectors.packs import KIND, may_receive, pack_slots, plan_of
from programme.notices.services.sending import send_mail, tell_group
from programme.people.models import User
from programme.records.choices import DocumentState, Queue
from programme.records.models import GeneratedDocument, Job
from programme.records.selectors.documents import formats_of, kind_title
from programme.records.services import append_event, change, writes
from programme.records.services.jobs import enqueue

if TYPE_CHECKING:
    from programme.charter.models import Programme

OVER = (ProgrammeState.CLOSED, ProgrammeState.CANCELLED)
MOST_ASKS = 5
GONE = (DocumentState.SUPERSEDED, DocumentState.WITHDRAWN)


@writes
def set_pack_plan(
    programme: "Programme",
    *,
    actor: User | None,
    rhythm: str,
    day: int,
    languages: Sequence[str],
    formats: Sequence[str],
    mode: str,
    readers: Sequence[User],
    attach: bool = False,
) -> PackPlan:
    """Set when the pack is made by itself and to whom its link goes; raises ``BadInputError`` with every bad field.

    A month whose day has passed before the rhythm was set gets no pack afterwards.
    """
    require(ACTIONS["set_rhythm"], actor, programme)
    chosen = {"rhythm": [rhythm], "mode": [mode], "languages": list(languages), "formats": list(formats)}
    wrong = _unknown(chosen) | _unfit(programme, readers, needed=mode == PackMode.SEND and rhythm != PackRhythm.OFF)
    if wrong:
        raise BadInputError(wrong)
    plan = plan_of(programme) or PackPlan(programme=programme)
    if plan.rhythm != rhythm or plan.day != day or plan.since is None:
        plan.since = timezone.localdate()
    with change(plan, "notices.rhythm_set", actor=actor):
        plan.rhythm, plan.day, plan.mode, plan.attach = rhythm, day, mode, attach
        plan.languages, plan.formats = list(languages), list(formats)
        save_validated(plan)
    before = sorted(person.name for person in plan.readers.all())
    after = sorted(person.name for person in readers)
    if before != after:
        plan.readers.set(readers)
        append_event("notices.list_set", plan, actor=actor, changes={"distribution list": [before, after]})
    return plan


def _unknown(chosen: Mapping[str, list[str]]) -> dict[str, list[Any]]:
    allowed = {
        "rhythm": PackRhythm.values,
        "mode": PackMode.values,
        "languages": list(dict(settings.LANGUAGES)),
        "formats": list(formats_of(KIND)),
    }
    return {
        name: [_("Choose at least one of: %(names)s.") % {"names": ", ".join(allowed[name])}]
        for name, values in chosen.items()
        if not values or not {*values} <= {*allowed[name]}
    }


def _unfit(programme: "Programme", readers: Sequence[User], *, needed: bool) -> dict[str, list[Any]]:
    inside = set(may_receive(programme).values_list("pk", flat=True))
    outside = [person.name for person in readers if person.pk not in inside]
    if outside:
        said = _("Only members that see the programme's records stand on the list, not: %(names)s.")
        return {"readers": [said % {"names": ", ".join(outside)}]}
    if needed and not readers:
        return {"readers": [_("Name at least one reader, or keep the pack as a draft.")]}
    return {}


@by_clock("notices.packs")
def ask_for_packs(now: datetime) -> int:
    """Write the jobs of packs that are due; each slot is unique, so two schedulers agree."""
    today, wanted = timezone.localtime(now).date(), {}
    plans = PackPlan.objects.exclude(rhythm=PackRhythm.OFF).exclude(programme__state__in=OVER)
    for plan in plans.select_related("programme"):
        for slot in pack_slots(plan, today):
            wanted[f"pack:{plan.programme.public_id}:{slot}"] = plan
    known = set(Job.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    for key in sorted(wanted.keys() - known):
        programme = wanted[key].programme
        label = str(seams.documents[KIND].title)
        enqueue("notices.pack", args={}, programme=programme, key=key, queue=Queue.BULK, label=label)
    return len(wanted.keys() - known)


@writes
def send_pack(paper: GeneratedDocument, *, actor: User | None) -> list[Delivery]:
    """Send the paper's link to the distribution list, once to each; who cannot see it any more gets none.

    Raises ``IllegalNowError`` where nobody stands on the list or the paper is out of use.
    """
    require(ACTIONS["send_pack"], actor, paper)
    plan = plan_of(paper.programme)
    if paper.kind != KIND:
        raise IllegalNowError(_("Only a steering pack goes to this list."))
    if paper.state in GONE:
        raise IllegalNowError(_("This document is out of use."))
    if not paper.files.exists():
        raise IllegalNowError(_("The draft has no file yet; wait until it is drawn."))
    listed = (
        [] if plan is None else list(plan.readers.filter(pk__in=may_receive(paper.programme)).order_by("name", "pk"))
    )
    if plan is None or not listed:
        raise IllegalNowError(_("Nobody stands on the distribution list."))
    sent = [_mail(paper, person, attach=plan.attach) for person in listed]
    found = [row for row in sent if row is not None]
    told = {"sent to": [None, [person.name for person in listed]]}
    append_event("notices.pack_sent", paper, actor=actor, changes=told)
    for endpoint in endpoints_for(paper.programme, Topic.DOCUMENT):
        _tell(endpoint, paper)
    return found


def _mail(paper: GeneratedDocument, person: User, *, attach: bool) -> Delivery | None:
    language = person.language or settings.LANGUAGE_CODE
    url = reverse("records:document_report", args=[paper.programme.slug, paper.public_id])
    files = paper.files.filter(format="pdf", language=language) if attach else paper.files.none()
    with translation.override(language):
        title = f"{kind_title(paper.kind)} {paper.number}"
        said = {
            "paper": paper, "title": title, "programme": paper.programme, "link": link(url),
            "draft": not paper.issued_at,
            "asks": [str(row) for row in asked(paper.programme, MOST_ASKS)],
            "wishes": link("/profile/notices/"),
        }  # fmt: skip
        return send_mail(
            person,
            key=f"pack:{paper.pk}:{person.pk}",
            subject=f"[{paper.programme}] {title}",
            body=render_to_string("notices/mail/pack.txt", said),
            html=render_to_string("notices/mail/pack.html", said),
            url=url,
            topic=Topic.DOCUMENT,
            programme=paper.programme,
            document=paper,
            files=list(files.values_list("public_id", flat=True)),
        )


def _tell(endpoint: Endpoint, paper: GeneratedDocument) -> None:
    url = reverse("records:document_report", args=[paper.programme.slug, paper.public_id])
    with translation.override(endpoint.language):
        text = _("Ready to read: %(title)s %(number)s") % {"title": kind_title(paper.kind), "number": paper.number}
        tell_group(endpoint, topic=Topic.DOCUMENT, text=text, url=url, key=f"pack:{paper.pk}:e{endpoint.pk}")
