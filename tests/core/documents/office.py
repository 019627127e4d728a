"""Words and numbers read back out of files of every format, the way a reader's program would."""

import io
import re
import zipfile

import docx as word
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core.documents import docx, html, pdf, pptx, xlsx

TAG = re.compile(r"<[^>]+>")


def drawn(document):
    """Return the document in every format."""
    return {
        "pdf": pdf.render(document).content,
        "html": html.standalone(document).encode(),
        "pptx": pptx.render(document),
        "docx": docx.render(document),
        "xlsx": xlsx.render(document),
    }


def shapes_of(shapes):
    for shape in shapes:
        yield from shapes_of(shape.shapes) if hasattr(shape, "shapes") else (shape,)


def slides(content):
    """Return each slide's words, those in tables and groups too."""
    return [slide_text(slide) for slide in Presentation(io.BytesIO(content)).slides]


def slide_text(slide):
    said = []
    for shape in shapes_of(slide.shapes):
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False) and shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def sheets(content):
    """Return the rows of each sheet, by its name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def formulas(content):
    """Return the formulas of the workbook in their order, with the results kept beside them."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(n for n in package.namelist() if n.startswith("xl/worksheets/sheet")):
            found += re.findall(r"<f>([^<]*)</f><v>([^<]*)</v>", package.read(name).decode())
    return found


def text_of(fmt, content):
    """Return everything that the file says, spaces made alike."""
    if fmt == "pdf":
        said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif fmt == "html":
        said = TAG.sub(" ", content.decode())
    elif fmt == "pptx":
        said = "\n".join(slides(content))
    elif fmt == "docx":
        said = "\n".join(element.text or "" for element in word.Document(io.BytesIO(content)).element.body.iter()
                         if element.tag.endswith("}t"))  # fmt: skip
    else:
        said = "\n".join(str(cell) for rows in sheets(content).values() for row in rows for cell in row)
    return re.sub(r"\s+", " ", said.replace("\xa0", " "))
