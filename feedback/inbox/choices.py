"""States and words of feedback."""

from django.db import models
from django.utils.translation import pgettext_lazy

from programme.people.choices import INSIDE_ROLES, Role


class ItemState(models.TextChoices):
    """An item's life."""

    NEW = "new", pgettext_lazy("feedback state", "New")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("feedback state", "Acknowledged")
    CLASSIFIED = "classified", pgettext_lazy("feedback state", "Classified")
    ANSWERED = "answered", pgettext_lazy("feedback state", "Answered")
    LINKED_DEFECT = "linked_defect", pgettext_lazy("feedback state", "Handled as a defect")
    BACKLOG = "backlog", pgettext_lazy("feedback state", "In the backlog")
    PLANNED = "planned", pgettext_lazy("feedback state", "Planned")
    RELEASED = "released", pgettext_lazy("feedback state", "Released")
    DECLINED = "declined", pgettext_lazy("feedback state", "Declined")
    CONFIRMED = "confirmed", pgettext_lazy("feedback state", "Confirmed")
    CLOSED = "closed", pgettext_lazy("feedback state", "Closed")
    MERGED = "merged", pgettext_lazy("feedback state", "Merged")
    REOPENED = "reopened", pgettext_lazy("feedback state", "Reopened")


S = ItemState
UNTRIAGED = (S.NEW, S.ACKNOWLEDGED, S.REOPENED)
WORKED = (S.CLASSIFIED, S.LINKED_DEFECT, S.BACKLOG, S.PLANNED)
REPLIED = (S.ANSWERED, S.RELEASED, S.DECLINED)  # the submitter has the word now
OPEN = (*UNTRIAGED, *WORKED)
ENDED = (S.RELEASED, S.DECLINED, S.CONFIRMED, S.CLOSED, S.MERGED)  # nobody votes any more
DECIDED = (S.ANSWERED, S.LINKED_DEFECT, S.BACKLOG, S.PLANNED, S.RELEASED, S.DECLINED)


class ItemKind(models.TextChoices):
    """What sort of thing was said; each has its own answering times and its own way."""

    QUESTION = "question", pgettext_lazy("feedback kind", "Question")
    DEFECT = "defect", pgettext_lazy("feedback kind", "Defect")
    IMPROVEMENT = "improvement", pgettext_lazy("feedback kind", "Improvement")
    COMPLAINT = "complaint", pgettext_lazy("feedback kind", "Complaint")


class Category(models.TextChoices):
    """Where the cause lies, and so who works on it."""

    TRAINING = "training", pgettext_lazy("feedback category", "Training gap")
    DATA = "data", pgettext_lazy("feedback category", "Data")
    PROCESS = "process", pgettext_lazy("feedback category", "Process")
    INTERFACE = "interface", pgettext_lazy("feedback category", "Screens and forms")
    DEFECT = "defect", pgettext_lazy("feedback category", "Software defect")
    WISH = "wish", pgettext_lazy("feedback category", "New wish")


class Channel(models.TextChoices):
    """The way an item came in."""

    WEB = "web", pgettext_lazy("feedback channel", "Web form")
    BUTTON = "button", pgettext_lazy("feedback channel", "Button in the application")
    INTERVIEW = "interview", pgettext_lazy("feedback channel", "Interview note")
    SURVEY = "survey", pgettext_lazy("feedback channel", "Survey")
    MAIL = "mail", pgettext_lazy("feedback channel", "Mailbox")
    CHAT = "chat", pgettext_lazy("feedback channel", "Chat group")
    IMPORT = "import", pgettext_lazy("feedback channel", "Import")


OWN_CHANNELS = (Channel.WEB, Channel.BUTTON)  # what a person says for themselves


class Act(models.TextChoices):
    """What a step of an item's history did."""

    RECEIVE = "receive", pgettext_lazy("feedback act", "Received")
    ACKNOWLEDGE = "acknowledge", pgettext_lazy("feedback act", "Acknowledged")
    CLASSIFY = "classify", pgettext_lazy("feedback act", "Classified")
    ASK = "ask", pgettext_lazy("feedback act", "Asked back")
    REPLY = "reply", pgettext_lazy("feedback act", "Submitter replied")
    ANSWER = "answer", pgettext_lazy("feedback act", "Answered")
    LINK_DEFECT = "link_defect", pgettext_lazy("feedback act", "Handed over as a defect")
    BACKLOG = "backlog", pgettext_lazy("feedback act", "Taken into the backlog")
    PLAN = "plan", pgettext_lazy("feedback act", "Planned")
    RELEASE = "release", pgettext_lazy("feedback act", "Released")
    DECLINE = "decline", pgettext_lazy("feedback act", "Declined")
    CONFIRM = "confirm", pgettext_lazy("feedback act", "Submitter confirmed")
    CLOSE = "close", pgettext_lazy("feedback act", "Closed")
    REOPEN = "reopen", pgettext_lazy("feedback act", "Reopened")
    MERGE = "merge", pgettext_lazy("feedback act", "Merged")
    SPLIT = "split", pgettext_lazy("feedback act", "Taken apart again")


TRIAGE_ROLES = frozenset({Role.CM, Role.PM, Role.AMB})
HANDLER_ROLES = TRIAGE_ROLES | {Role.PO, Role.BO, Role.IT, Role.TL, Role.TR, Role.WL, Role.REL}
DECLINE_ROLES = frozenset({Role.SP, Role.SC, Role.BO, Role.PO})
REVIEW_ROLES = frozenset({Role.PM, Role.SP, Role.BO})
COMPLAINT_ROLES = frozenset({Role.PM, Role.CM, Role.SP, Role.BO, Role.AUD})
READER_ROLES = INSIDE_ROLES | {Role.AMB}
KNOWING_ROLES = (HANDLER_ROLES - {Role.PO, Role.BO}) | {Role.DS, Role.AUD}  # whoever sent it: they answer or audit it
PRIVATE_FROM = 5  # a group smaller than this could give a person away
