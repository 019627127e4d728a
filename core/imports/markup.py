"""XML without document types, entities or outside references."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from core.imports.limits import check_size
from core.imports.table import UnreadableError
from core.imports.words import say


def parse_xml(data: bytes) -> Element:
    """Parse a whole XML file; raises ``UnreadableError`` naming the line, or the DTD or entity."""
    check_size(data)
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise UnreadableError(
            _("The XML file has a document type (DTD) or entities; such files are not read.")
        ) from error
    except ParseError as error:
        line, column = error.position
        raise UnreadableError(
            say(
                _("The XML file is not well-formed at line {line}, column {column}: it is cut off or damaged."),
                line=line,
                column=column + 1,
            )
        ) from error
    except (ValueError, LookupError) as error:
        raise UnreadableError(_("The XML file names an encoding that is not known.")) from error
    return root
