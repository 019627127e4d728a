import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.imports.readers import read_table
from core.imports.run import apply_rows
from core.imports.table import UnreadableError
from core.seams import kinds
from programme.charter.models import Programme
from programme.people.models import Membership, User
from programme.records.models import AuditEvent, ImportRun, Job
from programme.records.selectors.imports import causes, heading_choices, import_json, kinds_for, refused_file
from programme.records.services import imports
from programme.records.services.imports import (
    map_import,
    perform_import,
    replace_value,
    run_import,
    start_import,
    upload_import,
)
from programme.records.services.undo import undo_import, undo_reasons
from tests.factories.programme import MembershipFactory, UnitFactory

HEAD = "邮箱,姓名,角色,部门\n"
TWO = HEAD + "a@b.cn,吴桐,BO,S1\nC@d.cn,李雷,BO,\n"


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with translation.override("en"):
        yield


@pytest.fixture
def unit(db):
    return UnitFactory(code="S1", name="Sales")


def take(programme, text, actor=None, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return run_import(programme, kind="people", data=data, filename="people.csv", actor=actor, **options)


def held(programme):
    return sorted(kinds["people"].existing(programme).items())


def counts(run):
    return {name: run.verdict[name] for name in ("rows", "created", "updated", "unchanged", "refused")}


def test_import_writes_rows_and_the_same_file_again_nothing(programme, pmo, unit):
    run = take(programme, TWO, pmo)
    assert counts(run) == {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "refused": 0}
    assert [
        (row["email"], row["name"], row["role"], row["unit"]) for _ref, row in held(programme) if row["role"] == "BO"
    ] != []
    assert Membership.objects.get(user__email="a@b.cn").unit == unit
    before = held(programme)
    again = take(programme, TWO, pmo)
    assert counts(again) == {"rows": 2, "created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    assert held(programme) == before
    assert (again.before, again.after) == ([], {})


def test_dry_run_says_the_same_and_writes_nothing(programme, pmo, unit):
    before, events = held(programme), AuditEvent.objects.count()
    run = take(programme, TWO, pmo, dry_run=True)
    assert counts(run)["created"] == 2
    assert (held(programme), run.applied_at, run.after) == (before, None, {})
    assert not User.objects.filter(email="a@b.cn").exists()
    assert AuditEvent.objects.count() == events


def test_import_is_audited_with_its_counts(programme, pmo, unit):
    run = take(programme, TWO, pmo)
    event = AuditEvent.objects.get(action="records.imported")
    assert (event.object_id, event.actor, event.changes["created"]) == (run.public_id, pmo, [None, 2])


def test_refused_rows_are_named_and_the_others_written(programme, pmo, unit):
    run = take(programme, TWO + "nobody,X,BO,\nx@y.cn,X,King,\nz@y.cn,Z,BO,S9\n", pmo)
    assert counts(run) == {"rows": 5, "created": 2, "updated": 0, "unchanged": 0, "refused": 3}
    told = import_json(run, "en")
    assert [(e["row"], e["column"], e["value"], e["message"]) for e in told["errors"]] == [
        (4, "邮箱", "nobody", "This is not an e-mail address."),
        (5, "角色", "King", "This value is not in the list."),
        (6, "部门", "S9", "There is no business unit with this code."),
    ]
    assert told["errors"][2]["accepted_values"] == ["S1"]
    assert "Administrator" not in told["errors"][1]["accepted_values"]


def test_all_or_nothing_writes_nothing_when_one_row_is_refused(programme, pmo, unit):
    before = held(programme)
    run = take(programme, TWO + "nobody,X,BO,\n", pmo, all_or_nothing=True)
    assert (held(programme), run.after, run.applied_at) == (before, {}, None)
    assert counts(run) == {"rows": 3, "created": 0, "updated": 0, "unchanged": 0, "refused": 1}
    assert import_json(run)["dry_run"] is False
    assert not AuditEvent.objects.filter(action="records.imported").exists()
    assert take(programme, TWO, pmo, all_or_nothing=True).verdict["created"] == 2


def test_what_a_service_refuses_is_known_in_the_dry_run(programme, pmo, unit):
    take(programme, TWO, pmo)
    person = User.objects.get(email="a@b.cn")
    person.set_password("correct horse battery")
    person.save()
    run = take(programme, HEAD + "a@b.cn,吴彤,BO,S1\n", pmo, dry_run=True)
    assert (counts(run)["refused"], run.verdict["errors"][0]["column"]) == (1, "姓名")
    person.is_active = False
    person.save()
    run = take(programme, HEAD + "a@b.cn,吴桐,FIN,S1\n", pmo, dry_run=True)
    assert [error["message"]["en"] for error in run.verdict["errors"]] == ["This account is deactivated."]


def test_undo_removes_created_and_restores_changed_rows(programme, pmo, unit):
    take(programme, TWO, pmo)
    before = held(programme)
    run = take(programme, HEAD + "a@b.cn,吴彤,BO,\nnew@b.cn,新人,FIN,S1\nc@d.cn,李雷,BO,\n", pmo)
    assert counts(run) == {"rows": 3, "created": 1, "updated": 1, "unchanged": 1, "refused": 0}
    assert undo_reasons(run) == []
    undone = undo_import(run, actor=pmo)
    assert held(programme) == before
    assert undone.undone_at is not None
    assert AuditEvent.objects.filter(action="records.import_undone", object_id=run.public_id).count() == 1
    with pytest.raises(IllegalNowError, match="undone already"):
        undo_import(run, actor=pmo)


def test_undo_is_refused_when_a_row_changed_since_and_names_it(programme, pmo, unit):
    run = take(programme, TWO, pmo)
    later = take(programme, HEAD + "a@b.cn,吴彤,BO,S1\n", pmo)
    state = held(programme)
    with pytest.raises(IllegalNowError) as caught:
        undo_import(run, actor=pmo)
    assert [str(reason) for reason in caught.value.reasons] == ["“a@b.cn Business owner” was changed since."]
    assert held(programme) == state
    undo_import(later, actor=pmo)
    Membership.objects.get(user__email="c@d.cn").delete()
    assert undo_reasons(run) == ["“c@d.cn Business owner” was removed since."]


def test_undo_needs_an_import_that_wrote_something(programme, pmo, unit):
    assert undo_reasons(take(programme, TWO, pmo, dry_run=True)) == ["This file has not been imported."]
    take(programme, TWO, pmo)
    assert undo_reasons(take(programme, TWO, pmo)) == ["This import wrote nothing."]


def test_only_who_may_write_the_kind_may_import(programme, member, pmo, unit):
    with pytest.raises(ForbiddenError):
        take(programme, TWO, member)
    run = take(programme, TWO, pmo)
    with pytest.raises(ForbiddenError):
        undo_import(run, actor=member)
    assert [kind.code for kind in kinds_for(member, programme)] == []
    assert "people" in [kind.code for kind in kinds_for(pmo, programme)]


@pytest.mark.parametrize("data", [b"", b"a,b\n", b"PK\x03\x04", b'a,b\n"1,2\n', b"<?xml version='1.0'?><a/>"])
def test_file_that_cannot_be_read_keeps_nothing(programme, pmo, data):
    with pytest.raises(UnreadableError):
        take(programme, data, pmo)
    assert ImportRun.objects.count() == 0


def test_unknown_kind_names_those_there_are(programme, pmo):
    with pytest.raises(BadInputError, match="people"):
        run_import(programme, kind="cats", data=b"a\n1\n", filename="c.csv", actor=pmo)


def test_steps_of_the_page_upload_map_check_import(programme, pmo, unit):
    text = "联系,姓名,角色\na@b.cn,吴桐,BO\n"
    run = upload_import(programme, kind="people", data=text.encode(), filename="..\\x/名单.csv", actor=pmo)
    assert (run.filename, run.reading["headings"], run.verdict) == ("名单.csv", ["联系", "姓名", "角色"], {})
    assert [(one.name, one.chosen, one.examples) for one in heading_choices(run)] == [
        ("联系", "", ("a@b.cn",)), ("姓名", "name", ("吴桐",)), ("角色", "role", ("BO",)),
    ]  # fmt: skip
    start_import(run, dry_run=True, actor=pmo)
    assert counts(run)["refused"] == 1
    assert [cause.title for cause in causes(run)] == ["E-mail: the column is missing"]
    map_import(run, mapping={"联系": "email"}, actor=pmo)
    assert run.verdict == {}
    start_import(run, dry_run=True, actor=pmo)
    assert counts(run) == {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0}
    start_import(run, dry_run=False, actor=pmo)
    assert Membership.objects.filter(programme=programme, user__email="a@b.cn", role="BO").count() == 1
    with pytest.raises(IllegalNowError):
        start_import(run, dry_run=False, actor=pmo)
    with pytest.raises(IllegalNowError):
        map_import(run, mapping={}, actor=pmo)
    later = upload_import(programme, kind="people", data=text.encode(), filename="b.csv", actor=pmo)
    assert [one.chosen for one in heading_choices(later)] == ["email", "name", "role"]


def test_causes_are_grouped_by_column_and_value(programme, pmo):
    lines = "".join(f"p{n}@b.cn,P{n},{'Kaiser' if n % 2 else 'Financ'},\n" for n in range(5))
    run = take(programme, HEAD + lines + "x,X,BO,\n", pmo, dry_run=True)
    first, second = causes(run, shown=1)
    assert (first.title, first.rows, first.left_out) == ("角色: not in the list", 5, 1)
    (value,) = first.values
    assert (value.value, value.rows, value.others, value.nearest) == ("Financ", [2, 4, 6], "4, 6", "Finance")
    assert ("FIN", "Finance", True) in value.choices
    assert (second.title, second.rows, second.values[0].choices) == ("邮箱: not an e-mail address", 1, [])


def test_value_mapped_by_a_person_is_read_as_the_accepted_one(programme, pmo, unit):
    text = HEAD + "a@b.cn,吴桐,销售经理,S1\nc@d.cn,李雷,销售经理,\n"
    run = upload_import(programme, kind="people", data=text.encode(), filename="a.csv", actor=pmo)
    assert counts(start_import(run, dry_run=True, actor=pmo))["refused"] == 2
    replace_value(run, key="role", old="销售经理", new="BO", actor=pmo)
    assert run.verdict == {}
    assert counts(start_import(run, dry_run=False, actor=pmo))["created"] == 2
    assert Membership.objects.filter(programme=programme, user__email="c@d.cn", role="BO").exists()
    with pytest.raises(IllegalNowError):
        replace_value(run, key="role", old="x", new="BO", actor=pmo)


@pytest.mark.parametrize(("key", "new", "field"), [("role", "King", "new"), ("nothing", "BO", "key")])
def test_value_is_mapped_only_to_what_the_column_accepts(programme, pmo, key, new, field):
    run = upload_import(programme, kind="people", data=TWO.encode(), filename="a.csv", actor=pmo)
    with pytest.raises(BadInputError) as caught:
        replace_value(run, key=key, old="x", new=new, actor=pmo)
    assert list(caught.value.fields) == [field]


def test_refused_rows_as_a_file_import_once_corrected(programme, pmo, unit):
    run = take(programme, TWO + "nobody,X,BO,\n", pmo)
    data = refused_file(run, "en", "csv")
    table = read_table(data)
    assert [line.cells for line in table.lines] == [("nobody", "X", "BO", "", "邮箱: This is not an e-mail address.")]
    again = take(programme, data.replace(b"nobody", b"no@body.cn"), pmo)
    assert counts(again)["created"] == 1


def test_big_file_is_a_job_and_all_of_it_is_one_transaction(
    programme, pmo, unit, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(imports, "BIG", 1)
    with django_capture_on_commit_callbacks(execute=True):
        run = take(programme, TWO, pmo, in_background=True)
    run.refresh_from_db()
    job = Job.objects.get(task="records.import")
    assert (job.state, job.actor, run.job, run.verdict["created"]) == ("done", pmo, job, 2)
    assert run.applied_at is not None


def test_job_that_is_cancelled_in_the_middle_leaves_nothing(programme, pmo, unit):
    run = upload_import(programme, kind="people", data=TWO.encode(), filename="a.csv", actor=pmo)
    before = held(programme)

    def tell(_done):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        perform_import(run, dry_run=False, actor=pmo, tell=tell)
    assert held(programme) == before


def test_rows_without_a_file_go_through_the_same_kind(programme, pmo, unit):
    rows = [{"email": "a@b.cn", "name": "吴桐", "role": "BO", "unit": "S1"}]
    assert apply_rows(kinds["people"], programme, rows, None) == {"created": 1, "updated": 0, "unchanged": 0}
    assert apply_rows(kinds["people"], programme, rows, None) == {"created": 0, "updated": 0, "unchanged": 1}


def test_second_pm_is_refused_by_name(programme, pmo):
    run = take(programme, HEAD + "a@b.cn,吴桐,PM,\n", pmo, dry_run=True)
    assert run.verdict["errors"][0]["accepted_values"] == [{"zh-hans": "Pmo", "en": "Pmo"}]


def write(tmp_path, text, name="people.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return str(path)


def test_command_prints_one_json_object_and_exits_by_the_outcome(programme, unit, tmp_path, capsys):
    good, bad = write(tmp_path, TWO), write(tmp_path, TWO + "nobody,X,BO,\n", "bad.csv")
    call_command("import", "people", good, "--programme", "crm-2027", "--dry-run", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {
        "kind",
        "dry_run",
        "rows",
        "accepted",
        "refused",
        "unchanged",
        "created",
        "updated",
        "errors",
        "import_id",
    } <= told.keys()
    assert (told["dry_run"], told["created"]) == (True, 2)
    with pytest.raises(SystemExit) as caught:
        call_command("import", "people", bad, "--programme", "crm-2027", "--json")
    assert (caught.value.code, json.loads(capsys.readouterr().out)["refused"]) == (1, 1)
    mapping = write(tmp_path, '{"姓名": null}', "mapping.json")
    with pytest.raises(SystemExit):
        call_command(
            "import",
            "people",
            write(tmp_path, HEAD + "n@b.cn,N,BO,\n"),
            "--programme",
            "crm-2027",
            "--mapping",
            mapping,
        )
    assert "1 refused" in capsys.readouterr().out


@pytest.mark.parametrize(("language", "said"), [("en", "This must be filled in."), ("zh-hans", "必填。")])
def test_command_tells_what_it_found_in_the_programmes_language(programme, tmp_path, capsys, language, said):
    Programme.objects.filter(pk=programme.pk).update(language=language)
    with translation.override("zh-hans" if language == "en" else "en"), pytest.raises(SystemExit):
        call_command("import", "people", write(tmp_path, HEAD + ",X,BO,\n"), "--programme", "crm-2027", "--json")
    assert json.loads(capsys.readouterr().out)["errors"][0]["message"] == said


@pytest.mark.parametrize("command", [["import", "people", "a.csv"], ["export", "people", "-o", "a.csv"]])
def test_commands_name_the_programmes_there_are(programme, command):
    with pytest.raises(CommandError) as caught:
        call_command(*command, "--programme", "nobody")
    assert (str(caught.value), caught.value.returncode) == ("No programme nobody. There are: crm-2027", 2)


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv"])
def test_command_exits_with_two_when_the_file_cannot_be_read(programme, tmp_path, name):
    write(tmp_path, "", "empty.csv")
    with pytest.raises(CommandError) as caught:
        call_command("import", "people", str(tmp_path / name), "--programme", "crm-2027")
    assert caught.value.returncode == 2


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_commands_export_what_imports_without_a_change(programme, pmo, owner, tmp_path, file_format, language, capsys):
    MembershipFactory(programme=programme, user=owner, role="FIN")
    path = str(tmp_path / f"out.{file_format}")
    call_command("export", "people", "--programme", "crm-2027", "--language", language, "-o", path)
    capsys.readouterr()
    call_command("import", "people", path, "--programme", "crm-2027", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["unchanged"], told["created"], told["updated"], told["absent"]) == (3, 0, 0, 0)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_template_of_every_kind_imports_as_it_is(programme, tmp_path, file_format, language):
    for code in kinds:
        path = tmp_path / f"{code}.{file_format}"
        call_command("import_template", code, "--language", language, "-o", str(path))
        table = read_table(path.read_bytes(), path.name)
        assert len(table.lines) == 1
        assert {column.key for column in kinds[code].columns} == {
            choice.chosen for choice in heading_choices(_uploaded(programme, code, path))
        }


def _uploaded(programme, code, path):
    return upload_import(programme, kind=code, data=path.read_bytes(), filename=path.name, actor=None)


def test_commands_refuse_formats_kinds_and_programmes_that_do_not_exist(programme, tmp_path):
    for command in (
        ["import_template", "people", "-o", str(tmp_path / "x.pdf")],
        ["import_template", "cats", "-o", str(tmp_path / "x.csv")],
        ["export", "people", "--programme", "crm-2027", "-o", str(tmp_path / "x.pdf")],
        ["export", "people", "--programme", "nowhere", "-o", str(tmp_path / "x.csv")],
    ):
        with pytest.raises(CommandError) as caught:
            call_command(*command)
        assert caught.value.returncode == 2
