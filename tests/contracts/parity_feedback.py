"""Feedback through both fronts: the page, the call, who does it, to what, with which input."""

import datetime as dt

from feedback.inbox.models import FeedbackItem
from feedback.inbox.services import give_feedback, vote_for
from tests.contracts.fronts import Pair
from tests.factories.feedback import FeedbackItemFactory

DAY = (dt.date.today() + dt.timedelta(30)).isoformat()


def item(**values):
    """Make an item in a state, sent by the business owner, with another one that could take it in."""

    def arrange(world):
        first = {"submitter": world.people["BO"], "text": "The quotation screen hangs", "kind": "improvement"}
        FeedbackItemFactory(programme=world.programme, code="FB901", state="backlog", kind="improvement")
        if values.get("state") == "merged":
            values["original"] = FeedbackItemFactory(programme=world.programme, code="FB902")
        return FeedbackItemFactory(programme=world.programme, code="FB900", **(first | values))

    return arrange


def act(name, row, api="", **more):
    """Pair an act whose page and call are named alike."""
    return Pair(f"inbox:item_{name} POST", api or f"api-feedback {name}", row=row, **more)


def bulk(name, **same):
    """Pair an act on selected rows with the call on one of them."""
    return Pair(f"inbox:bulk_{name} POST", f"api-feedback {name}", row=item(kind=""), same=same,
                form=lambda _w, r: {"rows": r.public_id})  # fmt: skip


def stays(world, _row):
    return {"original": FeedbackItem.objects.get(programme=world.programme, code="FB901").public_id}


def nameless(world):
    """Receive an anonymous item of which the code is known."""
    return give_feedback(
        world.programme, values={"text": "He shouts"}, actor=world.people["USR"], anonymous=True, once="k"
    ).item


def code(world, _row):
    given = give_feedback(
        world.programme, values={"text": "He shouts"}, actor=world.people["USR"], anonymous=True, once="k"
    )
    return {"reply_code": given.reply_code, "act": "reply", "text": "Still"}


def voted(world):
    """Make an item for which a user has voted."""
    row = item(state="backlog")(world)
    vote_for(row, actor=world.people["USR"])
    return row


SAID = {"text": "We looked into it"}
FEEDBACK = [
    Pair("inbox:item_new POST", "api-feedback create", role="USR",
         same={"text": "Unheard of so far", "kind": "question", "module": "Mobile", "reach": 4}, body={"channel": "web"}),
    Pair("inbox:item_give POST", "api-feedback create", role="USR", same={"text": "Unheard of so far"},
         body={"channel": "button"}),
    Pair("inbox:item_note POST", "api-feedback create",
         same={"text": "He said", "channel": "interview", "submitter_name": "Old Zhang", "title": "Said"}),
    Pair("inbox:item_edit POST", "api-feedback partial_update", row=item(), same={"title": "Renamed", "module": "Web"}),
    Pair("inbox:item_vote POST", "api-feedback vote", row=item(state="backlog")),
    Pair("inbox:item_unvote POST", "api-feedback unvote", role="USR", row=voted),
    Pair("inbox:by_code POST", "api-feedback by_code", role="USR", row=nameless, same=code),
    Pair("inbox:target POST", "api-feedback-targets set_target",
         same={"reply_hours": "4.00", "decision_hours": "20.00"}, body={"kind": "question"}),
    bulk("acknowledge", text="Thank you"),
    bulk("classify", kind="question", category="training", module="Web", text="Soon"),
    act("acknowledge", item(), same={"text": "Thank you"}),
    act("classify", item(), same={"kind": "defect", "category": "defect", "module": "Web", "text": "A defect"}),
    act("ask", item(), same=SAID),
    act("reply", item(), role="BO", same=SAID),
    act("answer", item(state="classified", kind="question"), api="api-feedback-answer answer_it", same=SAID),
    act("link_defect", item(state="classified", kind="defect"), same=SAID | {"defect": "D-17"}),
    act("backlog", item(state="classified"), same=SAID),
    act("plan", item(state="backlog"), same=SAID | {"release": "2026.05", "planned_on": DAY}),
    act("release", item(state="planned"), same=SAID | {"release": "2026.05"}),
    act("decline", item(state="classified"), role="SP", same=SAID),
    act("review", item(state="answered", kind="complaint"), same=SAID),
    act("confirm", item(state="answered"), role="BO", same=SAID),
    act("reopen", item(state="answered"), role="BO", same=SAID),
    act("merge", item(), same=SAID, form={"original": "FB901"}, body=stays),
    act("split", item(state="merged"), same=SAID),
]  # fmt: skip
