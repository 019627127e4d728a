import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError, StaleError
from core.imports.kinds import Batch, Change
from programme.stakeholders import rules, services
from programme.stakeholders.models import Stakeholder
from programme.stakeholders.selectors import engagement_gap, grid, stakeholders, top_executive
from tests.factories.charter import MessageFactory, StakeholderFactory
from tests.factories.programme import UnitFactory

STAND = st.integers(0, 4)


def test_the_gap_weighs_missing_steps_by_power():
    gap = rules.engagement_gap([(5, 3, 4), (4, 1, 3), (2, 4, 2)])
    assert (gap.weighted, gap.power, gap.n, gap.mean) == (13, 11, 3, Decimal(13) / 11)
    assert rules.engagement_gap([]).mean is None


@given(st.integers(1, 5), STAND, STAND)
def test_standing_higher_than_wanted_is_no_gap(power, now, wanted):
    gap = rules.engagement_gap([(power, now, wanted)])
    assert gap.weighted == (power * (wanted - now) if wanted > now else 0)


def test_the_four_quadrants():
    assert [rules.quadrant(p, i).value for p, i in ((4, 4), (4, 3), (3, 4), (3, 3))] == [
        "manage", "satisfy", "inform", "monitor",
    ]  # fmt: skip


def test_the_grid_holds_everyone_once(programme):
    StakeholderFactory(programme=programme, power=5, interest=1)
    StakeholderFactory(programme=programme, power=1, interest=5, top_executive=True)
    rows = stakeholders(programme)
    cells = [cell for line in grid(rows) for cell in line]
    assert (len(cells), sum(len(cell.people) for cell in cells)) == (25, 2)
    assert grid(rows)[0][0].people[0].power == 5
    assert top_executive(programme).interest == 5
    assert engagement_gap(rows).n == 2


def test_only_one_top_executive_and_grades_from_one_to_five(programme, pmo):
    values = {"name": "Wang", "power": 5, "interest": 4, "top_executive": True}
    services.create_stakeholder(programme, values=values, actor=pmo)
    with pytest.raises(BadInputError) as refusal:
        services.create_stakeholder(programme, values=values, actor=pmo)
    assert "one top executive" in str(refusal.value)
    with pytest.raises(BadInputError) as graded:
        services.create_stakeholder(programme, values={"name": "x", "power": 0, "interest": 6}, actor=pmo)
    assert {"power", "interest"} <= set(graded.value.fields)


def test_who_writes_and_how_a_stale_edit_ends(programme, change_manager, owner):
    row = StakeholderFactory(programme=programme)
    with pytest.raises(ForbiddenError):
        services.update_stakeholder(row, values={"power": 1}, actor=owner)
    with pytest.raises(StaleError):
        services.update_stakeholder(row, values={"power": 1}, actor=change_manager, version=4)
    assert services.update_stakeholder(row, values={"power": 1}, actor=change_manager, version=1).version == 2
    services.remove_stakeholders(programme, refs=[row.public_id], actor=change_manager)
    assert Stakeholder.objects.count() == 0


def test_a_message_is_sent_once_and_stays(programme, change_manager):
    row = services.create_message(
        programme,
        values={"message_en": "Why", "sender": "CEO", "audience": "all", "channel": "mail", "when": "T09"},
        actor=change_manager,
    )
    assert (row.code, row.message_zh) == ("M01", "Why")
    services.update_message(row, values={"sender": "SP"}, actor=change_manager)
    with pytest.raises(BadInputError):
        services.mark_sent(row, on=dt.date(2999, 1, 1), actor=change_manager)
    services.mark_sent(row, on=dt.date(2026, 3, 1), actor=change_manager)
    for act in (
        lambda: services.mark_sent(row, actor=change_manager),
        lambda: services.update_message(row, values={"sender": "x"}, actor=change_manager),
    ):
        with pytest.raises(IllegalNowError):
            act()
    services.remove_messages(programme, refs=[row.public_id], actor=change_manager)
    assert programme.communications.count() == 0


def test_an_overdue_message_asks_for_the_change_manager_only(programme, change_manager, owner):
    MessageFactory(programme=programme, due_on=dt.date(2026, 1, 1))
    MessageFactory(programme=programme, due_on=dt.date(2026, 1, 1), sent_on=dt.date(2026, 1, 1))
    give = seams.attention["stakeholders.messages"]
    assert [item.due for item in give(programme, change_manager)] == [dt.date(2026, 1, 1)]
    assert give(programme, owner) == []


def test_the_kinds_write_and_read_the_same_rows(programme, pmo):
    UnitFactory(code="SALES")
    kind = seams.kinds["stakeholders"]
    row = {"name": "Wang", "unit": "SALES", "power": 5, "interest": 4, "engagement_now": "1", "top_executive": True}
    outcome = kind.write(programme, Batch([Change(2, row)]), pmo)[0]
    kept = kind.existing(programme)[outcome.ref]
    assert {key: kept[key] for key in row} == row
    assert next(iter(kind.check(programme, [{"unit": "NOBODY"}])))[:2] == (0, "unit")
    kind.write(programme, Batch([Change(2, {"name": "Wang", "power": 3, "interest": 4}, outcome.ref, kept)]), pmo)
    assert kind.existing(programme)[outcome.ref]["power"] == 3
    kind.remove(programme, [outcome.ref], pmo)
    messages = seams.kinds["communications"]
    line = {
        "message_zh": "为什么",
        "message_en": "Why",
        "sender": "CEO",
        "audience": "all",
        "channel": "mail",
        "when": "T09",
    }
    sent = messages.write(programme, Batch([Change(2, line)]), pmo)[0]
    assert {key: messages.existing(programme)[sent.ref][key] for key in line} == line
    assert kind.existing(programme) == {}
