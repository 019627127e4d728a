"""What a file is that is not Microsoft Project's XML, and what to do with it."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from core.imports.table import UnreadableError
from phases.plan.rules.mspdi.values import NAMESPACE, refuse

OLE = b"\xd0\xcf\x11\xe0"
SAVE_AS = _("This is a Microsoft Project .mpp file. In Project choose Save as, type XML, and load that.")
TEMPLATE = _("This is a template of Microsoft Project (.mpt). In Project choose Save as, type XML, and load that.")
DATABASE = _("This is a Microsoft Project database (.mpd). In Project choose Save as, type XML, and load that.")
OLD_TEXT = _("This is Microsoft Project's old text format (MPX). In Project choose Save as, type XML, and load that.")
XER = _("This is a Primavera P6 file (XER). Plans are read as Microsoft Project XML, CSV or XLSX; export one of these.")
OLD_XML = _(
    "This is XML of an old Microsoft Project, without its namespace. Open it in Project 2007 or later, choose Save as, "
    "type XML, and load that."
)
ANOTHER = _("This is a file of {tool}. Plans are read as Microsoft Project XML, CSV or XLSX; export one of these.")
TOOLS = {
    "APIBusinessObjects": "Primavera P6 (PMXML)",
    "BusinessObjects": "Primavera P6 (PMXML)",
    "GanttProject": "GanttProject",
    "project": "GanttProject",
    "Phoenix": "Phoenix Project Manager",
    "ConceptDraw": "ConceptDraw Project",
    "Document": "ConceptDraw Project",
    "MerlinProject": "Merlin Project",
    "plan": "Calligra Plan",
    "kplato": "Calligra Plan",
    "AstaPowerProject": "Asta Powerproject",
    "Workbook": "Excel (XML 2003)",
    "VCALENDAR": "iCalendar",
}


def refuse_foreign(data: bytes, filename: str) -> None:
    """Refuse by its first bytes a file that no reader of plans takes."""
    ending = filename.lower().rpartition(".")[2]
    if data.startswith(OLE) and ending not in {"xls", "xlsx"}:
        raise UnreadableError(TEMPLATE if ending == "mpt" else SAVE_AS)
    if data[:20].lstrip(b"\0\1").startswith(b"Standard Jet DB") or ending == "mpd":
        raise UnreadableError(DATABASE)
    head = data[:400].lstrip(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"MPX,", b"MPX;", b"MPX\t")) or ending == "mpx":
        raise UnreadableError(OLD_TEXT)
    if head.startswith(b"ERMHDR") or ending == "xer":
        raise UnreadableError(XER)
    if head.startswith(b"BEGIN:VCALENDAR"):
        raise refuse(ANOTHER, tool="iCalendar")


def check_root(root: Element) -> None:
    """Refuse XML that starts otherwise than Microsoft Project's."""
    space, name = root.tag[1:].split("}") if root.tag.startswith("{") else ("", root.tag)
    if (space, name) == (NAMESPACE, "Project"):
        return
    raise _another(space, name, root)


def _another(space: str, name: str, root: Element) -> UnreadableError:
    if "primavera" in space.casefold():
        return refuse(ANOTHER, tool=TOOLS["APIBusinessObjects"])
    if name == "Project" and (not space or "microsoft" in space.casefold()) and root.find("{*}Tasks") is not None:
        return UnreadableError(OLD_XML)
    if name in TOOLS:
        return refuse(ANOTHER, tool=TOOLS[name])
    return refuse(_("This XML file starts with <{tag}>; Microsoft Project's starts with <Project>."), tag=name)
