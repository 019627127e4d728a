"""What the records give: their entries in the map, and one's own menu."""

from django.utils.translation import gettext_lazy as _

from core import seams
from core.seams import PageEntry
from programme.records.permissions import can_see_audit, can_see_imports, can_see_records

seams.pages.add(
    "records.imports",
    PageEntry(
        label=_("Imports"),
        url_name="records:imports",
        icon="database-import",
        order=170,
        group=3,
        key="i",
        new_key="i",
        new_url_name="records:import_new",
        visible=can_see_imports,
    ),
)

seams.pages.add(
    "records.documents",
    PageEntry(
        label=_("Documents"),
        url_name="records:documents",
        icon="file-text",
        order=150,
        group=3,
        key="d",
        new_key="d",
        new_url_name="records:document_new",
        visible=can_see_records,
    ),
)
seams.pages.add(
    "records.audit",
    PageEntry(
        label=_("Audit trail"),
        url_name="records:audit",
        icon="history",
        order=180,
        group=3,
        key="a",
        visible=can_see_audit,
    ),
)
seams.pages.add(
    "records.jobs",
    PageEntry(label=_("Background work"), url_name="records:jobs", icon="clock", order=15, place="me", scoped=False),
)
