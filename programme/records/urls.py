"""Paths of the pages of the records: documents, proofs, jobs, imports, the audit trail, notes on records."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from programme.records.views import audit, documents, imports, jobs, metrics, notes, proofs


class SheetFormat(StringConverter):
    """The two formats of tables."""

    regex = "csv|xlsx"


register_converter(SheetFormat, "sheet")

app_name = "records"

PAPER = "p/<slug:slug>/documents/<str:public_id>"
P = "p/<slug:slug>/imports/"
urlpatterns = [
    path(P, imports.ImportList.as_view(), name="imports"),
    path(f"{P}new/", imports.ImportNew.as_view(), name="import_new"),
    path(f"{P}kinds/<slug:kind>/template.<sheet:file_format>", imports.KindTemplate.as_view(), name="kind_template"),
    path(f"{P}kinds/<slug:kind>/export.<slug:suffix>", imports.KindExport.as_view(), name="kind_export"),
    path(f"{P}<str:public_id>/", imports.ImportPage.as_view(), name="import"),
    path(f"{P}<str:public_id>/map/", imports.ImportMap.as_view(), name="import_map"),
    path(f"{P}<str:public_id>/import/", imports.ImportApply.as_view(), name="import_apply"),
    path(f"{P}<str:public_id>/replace/", imports.ImportReplace.as_view(), name="import_replace"),
    path(f"{P}<str:public_id>/undo/", imports.ImportUndo.as_view(), name="import_undo"),
    path(f"{P}<str:public_id>/errors.<sheet:file_format>", imports.ImportErrors.as_view(), name="import_errors"),
    path("metrics", metrics.show_metrics, name="metrics"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<str:public_id>/", jobs.JobDetail.as_view(), name="job"),
    path("jobs/<str:public_id>/cancel/", jobs.JobCancel.as_view(), name="job_cancel"),
    path("jobs/<str:public_id>/requeue/", jobs.JobRequeue.as_view(), name="job_requeue"),
    path("p/<slug:slug>/audit/", audit.AuditList.as_view(), name="audit"),
    path("p/<slug:slug>/audit/verify/", audit.AuditVerify.as_view(), name="audit_verify"),
    path("p/<slug:slug>/on/<str:kind>/<str:object_id>/comments/", notes.AddComment.as_view(), name="comment"),
    path("p/<slug:slug>/on/<str:kind>/<str:object_id>/attachments/", notes.AddAttachment.as_view(), name="attach"),
    path("p/<slug:slug>/attachments/<str:public_id>/", notes.AttachmentDownload.as_view(), name="attachment"),
    path("verify/", proofs.Verify.as_view(), name="verify"),
    path("verify/<str:code>/", proofs.Verify.as_view(), name="verify_code"),
    path("p/<slug:slug>/documents/", documents.DocumentList.as_view(), name="documents"),
    path("p/<slug:slug>/documents/new/", documents.DocumentDraft.as_view(), name="document_new"),
    path(f"{PAPER}/", documents.DocumentDetail.as_view(), name="document"),
    path(f"{PAPER}/report/", documents.DocumentReport.as_view(), name="document_report"),
    path(f"{PAPER}/files/<str:file_id>/", documents.DocumentDownload.as_view(), name="document_file"),
    path(f"{PAPER}/submit/", documents.DocumentSubmit.as_view(), name="document_submit"),
    path(f"{PAPER}/send_back/", documents.DocumentSendBack.as_view(), name="document_send_back"),
    path(f"{PAPER}/approve/", documents.DocumentApprove.as_view(), name="document_approve"),
    path(f"{PAPER}/issue/", documents.DocumentIssue.as_view(), name="document_issue"),
    path(f"{PAPER}/withdraw/", documents.DocumentWithdraw.as_view(), name="document_withdraw"),
]
