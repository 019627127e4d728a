import pytest

from adoption.quality.models import QualityRule
from adoption.quality.services import create_rule, remove_rules, update_rule
from core import seams
from core.errors import BadInputError, ForbiddenError
from core.imports.kinds import Batch, Change

pytestmark = pytest.mark.django_db
VALUES = {"code": "Q01", "name_en": "Address", "dimension": "completeness", "rule_en": "Not empty", "severity": 3}


def test_rule_is_written_changed_and_removed(programme, analyst, member):
    with pytest.raises(ForbiddenError):
        create_rule(programme, values=VALUES, actor=member)
    rule = create_rule(programme, values=VALUES, actor=analyst)
    assert update_rule(rule, values={"severity": 1}, actor=analyst).severity == 1
    remove_rules(programme, refs=[rule.public_id], actor=analyst)
    assert not QualityRule.objects.exists()


@pytest.mark.parametrize("changes", [{"severity": 4}, {"dimension": "beauty"}, {"name_en": ""}, {"surprise": 1}])
def test_rule_refuses_what_does_not_fit(programme, analyst, changes):
    with pytest.raises(BadInputError):
        create_rule(programme, values=VALUES | changes, actor=analyst)


def test_kind_reads_back_what_it_wrote(programme):
    kind = seams.kinds["quality-rules"]
    row = {column.key: "" for column in kind.columns} | VALUES | {"active": True}
    outcome = kind.write(programme, Batch([Change(line=1, row=row)]), None)[0]
    assert (outcome.refused, kind.existing(programme)) == ({}, {outcome.ref: row})
