"""Files that were made to hurt whoever opens them. None of them holds a list of people."""

from __future__ import annotations

import io
import zipfile

BOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
HEADER = b"name,email,side,seniority\n"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def package(sheet="", strings=None, book=BOOK, relations=RELATIONS, **more):
    """A package with these parts; `more` are further ones by path."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations, **more}
        parts["xl/worksheets/sheet1.xml"] = sheet
        if strings is not None:
            parts["xl/sharedStrings.xml"] = strings
        for name, content in parts.items():
            if content is not None:
                made.writestr(name, content)
    return stream.getvalue()


def sheet(rows):
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def cell(text, place=""):
    where = f' r="{place}"' if place else ""
    return f'<c{where} t="inlineStr"><is><t>{text}</t></is></c>'


def lying(size):
    """A package whose directory declares another size for the sheet than it has."""
    content = bytearray(package(sheet(cell("x") * 10_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        true = made.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content).replace(true.to_bytes(4, "little"), size.to_bytes(4, "little"))


def encrypted():
    content = bytearray(package(sheet("")))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def zip_in_zip():
    inner = package(sheet("<row/>" * 100_000))
    return package(sheet(""), **{f"xl/inner{n}.xlsx": inner for n in range(20)})


def bombs():
    """Thirty files by name."""
    million = "".join(f'<row r="{n}">{cell("x")}</row>' for n in range(1, 60_000))
    wide = "".join(cell("x") for _ in range(16_384))
    return {
        "ratio of one to a thousand": package(sheet(" " * 100_000_000)),
        "a cell of 100 MB": package(sheet(f"<row>{cell('x' * 100_000_000)}</row>")),
        "shared texts of 100 MB": package(
            sheet(""), strings=f"<sst><si><t>{'x' * 100_000_000}</t></si></sst>"
        ),
        "a cell of 7 MB": package(sheet(f"<row>{cell('x' * 7_000_000)}</row>")),
        "a million rows": package(sheet("<row><c><v>1</v></c></row>" * 1_000_000)),
        "rows that fit the limit of size": package(sheet(million)),
        "sixteen thousand columns": package(sheet(f'<row r="1">{wide}</row>')),
        "a column far to the right": package(sheet(f'<row r="1">{cell("x", "XFD1")}</row>')),
        "a row far below": package(sheet(f'<row r="1048576">{cell("x", "A1048576")}</row>')),
        "a row that is no number": package(sheet(f'<row r="x">{cell("x")}</row>')),
        "a row of many digits": package(sheet(f'<row r="{"9" * 5000}">{cell("x")}</row>')),
        "entities that grow": package(LAUGHS + "]>" + sheet(f"<row>{cell('&i;')}</row>")),
        "entities in the texts": package(sheet(""), strings=LAUGHS + "]><sst><si><t>&i;</t></si></sst>"),
        "an entity from a file": package(
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(f"<row>{cell('&e;')}</row>")
        ),
        "an entity in UTF-16": package((LAUGHS + "]>" + sheet(f"<row>{cell('&i;')}</row>")).encode("utf-16")),
        "tags without end": package("<a>" * 200_000),
        "tags a million deep": package("<a>" * 1_000_000 + "</a>" * 1_000_000),
        "a hundred thousand attributes": package(
            "<a " + " ".join(f'b{n}="1"' for n in range(100_000)) + "/>"
        ),
        "texts that are not there": package(
            sheet('<row><c t="s"><v>99999999999999999999</v></c><c t="s"><v>-1</v></c></row>'),
            strings="<sst/>",
        ),
        "a sheet outside the package": package(
            relations=RELATIONS.replace("worksheets/sheet1.xml", "../../../../etc/passwd")
        ),
        "no sheet": package(book="<workbook/>"),
        "paths that climb": package(sheet(""), **{"../../evil.txt": "x", "/etc/passwd": "x"}),
        "zip in zip": zip_in_zip(),
        "a directory that lies low": lying(10),
        "a directory that lies high": lying(2**31),
        "encrypted": encrypted(),
        "cut off": package(sheet(f"<row>{cell('x')}</row>"))[:-40],
        "an old Excel file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "UTF-16": "name,email,side,seniority\nA,a@b.example,sales,vp".encode("utf-16"),
        "NUL in CSV": HEADER + b"A\0na,a@b.example,sales,vp",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        "bytes of no encoding": HEADER + bytes(range(128, 256)),
        "a quotation mark without end": HEADER + b'"' + b"x" * 900_000,
        "a cell of 900 KB in CSV": HEADER + b"x" * 900_000,
        "commas alone": b"," * 900_000,
        "rows alone": HEADER + b"a,b,c,d\n" * 110_000,
        "too large": HEADER + b"x" * 2_000_000,
    }
