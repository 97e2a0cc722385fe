"""Files made for tests: a small kind of file, CSV rows, and workbooks built part by part, also wrong ones."""

import io
import zipfile
from dataclasses import replace
from xml.sax.saxutils import escape

from practices.spreadsheets.tables import Limits, column_letter
from practices.uploads.schema import Column, ColumnType, FileSchema

NHS_NUMBER = "9434765919"  # invented; passes modulus 11

SCHEMA = FileSchema(
    kind="counts",
    title="Monthly counts",
    sheet="Return",
    version=3,
    version_column="version",
    key_columns=("practice", "month"),
    columns=(
        Column("version", ColumnType.CODE),
        Column("practice", ColumnType.CODE, title="Practice code", aliases=("ods",), example="A99001"),
        Column("month", ColumnType.MONTH, note="The month that the figures are for."),
        Column("added", ColumnType.COUNT, not_available_reasons=("not_collected",), note="People added."),
        Column("referrals", ColumnType.COUNT),
        Column("tool", ColumnType.CHOICE, choices=("PHQ9", "NONE")),
        Column("extracted", ColumnType.DATE),
        Column("comment", ColumnType.TEXT, may_be_blank=True, may_be_missing=True),
    ),
    other_kinds=(("a register file", ("patient_key", "birth_year", "sex"), "Registers"),),
)
NAMES = [column.name for column in SCHEMA.columns]
GOOD = ["3", "A99001", "2006-11", "4", "2", "PHQ9", "2006-12-04", "as usual"]

WORKBOOK_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<styleSheet {WORKBOOK_NS}><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>
<numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="165"/><xf numFmtId="22"/>
</cellXfs></styleSheet>"""
DATE_STYLE, PERCENT_STYLE, DAYS_STYLE, MOMENT_STYLE = 1, 2, 3, 4


def with_limits(**limits):
    return replace(SCHEMA, limits=Limits(**limits))


def row(**changes):
    """A good row with some values changed, in the order of the columns."""
    return [changes.get(name, value) for name, value in zip(NAMES, GOOD, strict=True)]


def csv_file(*rows, names=NAMES, delimiter=",", newline="\r\n", encoding="utf-8"):
    lines = [delimiter.join(values) for values in [names, *rows]]
    return newline.join([*lines, ""]).encode(encoding)


class Raw(str):
    """XML of a whole cell; `{at}` stands for its address."""


def cell_xml(value, address):
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("{at}", address)
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def number(value, style=0):
    return Raw(f'<c r="{{at}}" s="{style}"><v>{value}</v></c>')


def formula(text, value=None):
    cached = "" if value is None else f"<v>{value}</v>"
    return Raw(f'<c r="{{at}}"><f>{escape(text)}</f>{cached}</c>')


def sheet_xml(rows, *, before="", after="", row_attributes=None):
    """`rows` from row 1 on; `before` and `after` go around the data, `row_attributes` by row number."""
    lines = []
    for place, values in enumerate(rows, start=1):
        cells = "".join(cell_xml(value, f"{column_letter(c)}{place}") for c, value in enumerate(values, start=1))
        lines.append(f'<row r="{place}" {(row_attributes or {}).get(place, "")}>{cells}</row>')
    return f"<worksheet {WORKBOOK_NS}>{before}<sheetData>{''.join(lines)}</sheetData>{after}</worksheet>"


def workbook_parts(sheets, *, states=None, date1904=False):
    """The parts of a workbook from {sheet name: sheet XML}."""
    entries, links = [], []
    for place, name in enumerate(sheets, start=1):
        state = (states or {}).get(name, "visible")
        entries.append(f'<sheet name="{escape(name)}" sheetId="{place}" state="{state}" r:id="rId{place}"/>')
        links.append(
            f'<Relationship Id="rId{place}" Type="{RELATION}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        )
    links.append(f'<Relationship Id="rId99" Type="{RELATION}/styles" Target="styles.xml"/>')
    links.append(f'<Relationship Id="rId98" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>')
    properties = f'<workbookPr date1904="{int(date1904)}"/>'
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook {WORKBOOK_NS} xmlns:r="{RELATION}">{properties}'
        f"<sheets>{''.join(entries)}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {relations}>{''.join(links)}</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f"<sst {WORKBOOK_NS}/>",
    }
    return parts | {f"xl/worksheets/sheet{place}.xml": xml for place, xml in enumerate(sheets.values(), start=1)}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(*rows, names=NAMES, sheet="Return", parts=None, date1904=False, states=None, others=None, **shape):
    """A workbook whose one sheet has the names in row 1 and then the rows; `others` are further sheets' XML."""
    sheets = {sheet: sheet_xml([names, *rows], **shape), **(others or {})}
    return packed(workbook_parts(sheets, date1904=date1904, states=states) | (parts or {}))
