import base64
import io

import pytest
from django.utils import translation

from core.imports.readers import read_table
from programme.people.models import Membership
from programme.records.models import AuditEvent, ImportRun, Job
from programme.records.services import imports
from tests.factories.programme import UnitFactory

HEAD = "邮箱,姓名,角色,部门\n"
TWO = HEAD + "a@b.cn,吴桐,BO,S1\nc@d.cn,李雷,BO,\n"
PAGE = "/p/crm-2027/imports/"
API = "/api/v1/programmes/crm-2027/imports/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, db):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    UnitFactory(code="S1", name="Sales")
    with translation.override("en"):
        yield


@pytest.fixture
def page(browse, pmo):
    client = browse(pmo)
    client.cookies["django_language"] = "en"
    return client


def named(text, name="people.csv"):
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    return file


def upload(page, text, **more):
    return page.post(f"{PAGE}new/", {"kind": "people", "file": named(text)} | more)


def test_story_from_file_to_undo(page, programme):
    answer = upload(page, HEAD.replace("邮箱", "联系") + "a@b.cn,吴桐,BO,S1\nx,X,King,\n")
    run = ImportRun.objects.get()
    url = f"{PAGE}{run.public_id}/"
    assert (answer.status_code, answer["Location"]) == (302, f"{url}map/")
    body = page.get(f"{url}map/").content.decode()
    assert "Not found yet: E-mail." in body
    assert '<option value="name" selected>Name *</option>' in body
    choices = {"column-0": "email", "column-1": "name", "column-2": "role", "column-3": "unit"}
    assert page.post(f"{url}map/", choices)["Location"] == url
    body = page.get(url).content.decode()
    for words in (
        "1 row can be imported",
        "1 is refused",
        "Import 1 row",
        "联系: not an e-mail address",
        "<mark>King</mark>",
    ):
        assert words in body
    assert not Membership.objects.filter(user__email="a@b.cn").exists()
    assert page.post(f"{url}replace/", {"key": "role", "old": "King", "new": "FIN"})["Location"] == url
    assert "“King” is read as “FIN”" in page.get(url).content.decode()
    assert page.post(f"{url}replace/", {"key": "role", "old": "King", "new": "no"}).status_code == 400
    table = read_table(page.get(f"{url}errors.csv").content)
    assert [line.cells[0] for line in table.lines] == ["x"]
    assert page.post(f"{url}import/")["Location"] == url
    assert Membership.objects.filter(user__email="a@b.cn", ended_on=None).exists()
    body = page.get(url).content.decode()
    assert "1 row was written" in body
    assert f'href="{url}undo/"' in body
    assert "1 new records are removed" in page.get(f"{url}undo/").content.decode()
    assert page.post(f"{url}undo/")["Location"] == url
    assert not Membership.objects.filter(user__email="a@b.cn", ended_on=None).exists()
    assert "This import was undone" in page.get(url).content.decode()
    body = page.get(PAGE).content.decode()
    assert "people.csv" in body
    assert "Undone" in body


def test_file_that_cannot_be_read_is_told_at_the_field(page, programme):
    answer = upload(page, b"PK\x03\x04 broken")
    assert answer.status_code == 400
    assert "The workbook is cut off or damaged" in answer.content.decode()
    assert "The file is empty." in upload(page, b"").content.decode()
    assert ImportRun.objects.count() == 0


def test_mapping_two_headings_to_one_column_is_refused(page, programme):
    upload(page, TWO)
    run = ImportRun.objects.get()
    answer = page.post(f"{PAGE}{run.public_id}/map/", {"column-0": "name", "column-1": "name"})
    assert (answer.status_code, "Two headings are mapped" in answer.content.decode()) == (400, True)


def test_undo_that_is_blocked_says_why(page, programme):
    upload(page, TWO)
    run = ImportRun.objects.get()
    url = f"{PAGE}{run.public_id}/"
    page.post(f"{url}map/", {"column-0": "email", "column-1": "name", "column-2": "role", "column-3": "unit"})
    page.post(f"{url}import/")
    Membership.objects.filter(user__email="a@b.cn").delete()
    assert "“a@b.cn Business owner” was removed since." in page.get(url).content.decode()
    assert page.post(f"{url}undo/").status_code == 409


def test_page_of_a_file_not_yet_checked_leads_to_its_columns(page, programme):
    upload(page, TWO)
    url = f"{PAGE}{ImportRun.objects.get().public_id}/"
    assert page.get(url)["Location"] == f"{url}map/"


def test_big_file_shows_its_progress_and_then_its_result(
    page, programme, monkeypatch, settings, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(imports, "BIG", 1)
    upload(page, TWO)
    url = f"{PAGE}{ImportRun.objects.get().public_id}/"
    choices = {"column-0": "email", "column-1": "name", "column-2": "role", "column-3": "unit"}
    with django_capture_on_commit_callbacks(execute=False):
        page.post(f"{url}map/", choices)
    body = page.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in body
    assert "<html" not in page.get(url, headers={"HX-Request": "true"}).content.decode()
    Job.objects.update(state="failed", reason="It broke.")
    body = page.get(url).content.decode()
    assert "It broke." in body
    assert 'hx-trigger="every 2s"' not in body
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{url}map/", choices)
    assert page.get(url, headers={"HX-Request": "true"})["HX-Redirect"] == url
    assert "2 rows can be imported" in page.get(url).content.decode()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_template_and_export_are_downloads(page, programme, file_format):
    for name in ("template", "export"):
        answer = page.get(f"{PAGE}kinds/people/{name}.{file_format}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert len(read_table(answer.content).lines) == 1
    assert page.get(f"{PAGE}kinds/cats/template.csv").status_code == 404
    assert page.get(f"{PAGE}kinds/people/template.pdf").status_code == 404
    assert page.get(f"{PAGE}kinds/people/export.pdf").status_code == 400


def test_who_sees_and_who_may_import(browse, programme, auditor, member, outsider, page):
    upload(page, TWO)
    run = ImportRun.objects.get()
    url = f"{PAGE}{run.public_id}/"
    assert browse().get(PAGE).status_code == 302
    for person, status in ((auditor, 200), (member, 403), (outsider, 404)):
        assert browse(person).get(PAGE).status_code == status
    assert browse(auditor).post(f"{url}import/").status_code == 403
    assert browse(auditor).get(f"{PAGE}kinds/people/export.csv").status_code == 403
    assert "import_new" not in browse(auditor).get(PAGE).content.decode()
    assert Membership.objects.filter(user__email="a@b.cn").count() == 0


def test_api_checks_imports_and_undoes_like_the_page(call, pmo, programme):
    api = call(pmo)
    answer = api.post(API, {"kind": "people", "file": named(TWO), "dry_run": "true"}, format="multipart")
    assert (answer.status_code, answer.data["state"], answer.data["result"]["created"]) == (201, "checked", 2)
    assert [one["name"] for one in answer.data["available_actions"]] == ["apply"]
    one = f"{API}{answer.data['public_id']}/"
    assert api.post(f"{one}apply/").data["state"] == "imported"
    assert Membership.objects.filter(programme=programme, user__email="a@b.cn").count() == 1
    assert api.post(f"{one}apply/").status_code == 409
    assert api.post(f"{one}undo/").data["state"] == "undone"
    answer = api.post(f"{one}undo/")
    assert (answer.status_code, answer.data["reasons"]) == (409, ["This import has been undone already."])
    assert AuditEvent.objects.filter(action__in=["records.imported", "records.import_undone"]).count() == 2
    assert [row["filename"] for row in api.get(API).data["results"]] == ["people.csv"]
    assert api.get(one).headers["ETag"]


def test_api_takes_base64_and_a_mapping(call, pmo, programme):
    content = base64.b64encode((HEAD.replace("邮箱", "联系") + "a@b.cn,吴桐,BO,\n").encode()).decode()
    body = {"kind": "people", "content": content, "filename": "x.csv", "mapping": {"联系": "email"}}
    answer = call(pmo).post(API, body, format="json")
    assert (answer.status_code, answer.data["state"], answer.data["result"]["created"]) == (201, "imported", 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "people"}, "file"),
        ({"kind": "people", "content": "***"}, "content"),
        ({"kind": "people", "content": ""}, "file"),
        ({"kind": "cats", "content": "YQox"}, "kind"),
        ({"kind": "people", "content": "YQox", "mapping": {"a": "nothing"}}, "a"),
        ({"kind": "people", "content": "YQox", "mapping": ["a"]}, "mapping"),
        ({"content": "YQox"}, "kind"),
    ],
)
def test_api_names_what_is_wrong(call, pmo, programme, body, field):
    answer = call(pmo).post(API, body, format="json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [error["field"] for error in answer.data["errors"]] == [field]
    assert ImportRun.objects.count() == 0


def test_api_answers_202_for_a_job(call, pmo, programme, monkeypatch):
    monkeypatch.setattr(imports, "BIG", 1)
    answer = call(pmo).post(API, {"kind": "people", "file": named(TWO)}, format="multipart")
    assert (answer.status_code, answer.data["state"], answer.data["result"]) == (202, "working", {})


def test_api_keeps_roles_apart(call, programme, auditor, member, outsider):
    body = {"kind": "people", "content": base64.b64encode(TWO.encode()).decode()}
    for person, read, write in ((auditor, 200, 403), (member, 403, 403), (outsider, 404, 404)):
        assert call(person).get(API).status_code == read
        assert call(person).post(API, body, format="json").status_code == write
    assert call().get(API).status_code == 401
