"""What a person may do with a request, in whose place, and what stands in the way."""

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.access import Action, allows
from programme.people.models import User
from programme.signoff import permissions, rules
from programme.signoff.choices import SignState
from programme.signoff.models import SignatureRequest
from programme.signoff.rules import Frozen
from programme.signoff.selectors.requests import signer_left
from programme.signoff.selectors.subjects import subject_of


def deputised_name(request: SignatureRequest, user: User) -> str:
    """Name in whose place the user would sign; empty where it is the user's own signature. One query at most."""
    place = permissions.deputised(request, user)
    return "" if place is None else User.objects.get(pk=place).name


def signs_beside(request: SignatureRequest, user: User) -> bool:
    """Tell whether a deputy signs the same subject otherwise too: two signatures need two people. One query."""
    if permissions.deputised(request, user) is None:
        return False
    others = SignatureRequest.objects.of(request.kind, request.object_id).exclude(pk=request.pk)
    closed = (SignState.VOIDED, SignState.EXPIRED, SignState.DECLINED)
    mine = Q(signer=user) | Q(signature__signer=user) | Q(signer=None, role__in=user.own_roles_in(request.programme))
    return others.exclude(state__in=closed).filter(mine).exists()


def signing_reasons(request: SignatureRequest, user: User | None, current: Frozen) -> list[str]:
    """Say everything that stands between this person and signing, but for the password."""
    if not request.is_open:
        return [_("This request is closed: %(state)s.") % {"state": request.get_state_display()}]
    if signer_left(request):
        return [
            _("%(name)s is no longer in the programme; the project manager names another signer.")
            % {"name": request.signer}
        ]
    if not allows(permissions.can_sign, user, request):
        return [_("Only %(who)s signs this.") % {"who": request.signer or request.get_role_display()}]
    if subject_of(request) is None:
        return [_("What was to be signed no longer exists.")]
    if user is not None and signs_beside(request, user):
        return [_("You sign this in your own place already; somebody else has to deputise.")]
    titles = [rules.say(title, get_language() or "en") for title in rules.unread(current, request.read_marks)]
    return [_("Read the section “%(title)s”.") % {"title": title} for title in titles]


def available_actions(request: SignatureRequest, user: User, current: Frozen) -> list[Action]:
    """List what this person may do with the request, each blocked act with its reasons."""
    reasons = signing_reasons(request, user, current)
    actions = []
    if request.is_open and permissions.can_sign(user, request):
        actions.append(Action("view", _("Mark as read")))
        actions.append(Action("sign", _("Sign"), reasons, primary=True))
    if permissions.can_manage(user, request):
        closed = (
            ()
            if request.is_open
            else (_("This request is closed: %(state)s.") % {"state": request.get_state_display()},)
        )
        actions.append(Action("readdress", _("Name another signer"), closed))
        actions.append(Action("withdraw", _("Withdraw the request"), closed, danger=True))
    return actions
