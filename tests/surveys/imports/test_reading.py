"""Lists as clients keep them: separators, encodings, header names and words in four languages."""

from __future__ import annotations

import io

import pytest

from surveys.imports.checking import checked
from surveys.imports.errors import ListFault
from surveys.imports.reading import MOST_ROWS, rows_of_file, rows_of_text
from surveys.imports.templates import EXAMPLE, workbook
from surveys.imports.words import COLUMNS, column_of, seniority_of, side_of

ANA = ("Ana Ruiz", "ana@acme.example", "sales", "C-level")
BEN = ("Ben Öz", "ben@acme.example", "marketing", "director")


def table(sign="\t", header=COLUMNS, rows=(ANA, BEN)):
    return "\r\n".join(sign.join(row) for row in (header, *rows))


def found(rows):
    return [(row.name, row.email, row.side, row.seniority) for row in rows]


def xlsx(*rows):
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of_bytes(content):
    return rows_of_file(io.BytesIO(content), len(content))


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_cells_are_parted_by_tabs_semicolons_or_commas(sign):
    assert found(rows_of_text(table(sign))) == [ANA, BEN]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding):
    assert found(of_bytes(table(";").encode(encoding))) == [ANA, BEN]


def test_a_cell_in_quotation_marks_may_hold_the_separator_and_a_line_end():
    text = 'name,email,side,seniority\n"Ruiz, Ana","ana@acme.example",sales,"C-\nlevel"\n'
    assert found(rows_of_text(text)) == [("Ruiz, Ana", "ana@acme.example", "sales", "C- level")]


def test_rows_without_names_of_columns_have_the_order_of_the_template():
    assert found(rows_of_text(table(header=ANA, rows=[BEN]))) == [ANA, BEN]


def test_columns_stand_in_any_order_among_others_and_empty_rows_do_not_count():
    text = "Firma;Funktion;Name;Ebene;E-Mail\n\nAcme;Vertrieb;Ana Ruiz;Direktor;ana@acme.example\n;;;;\n"
    [row] = rows_of_text(text)
    assert (row.number, row.name, row.side) == (3, "Ana Ruiz", "Vertrieb")


def test_a_workbook_is_read_from_its_first_sheet():
    assert found(of_bytes(xlsx(COLUMNS, (), ANA, BEN))) == [ANA, BEN]
    assert [row.number for row in of_bytes(xlsx(COLUMNS, (), ANA, BEN))] == [3, 4]


def test_a_formula_in_a_workbook_is_the_text_it_gave_or_nothing():
    [row] = of_bytes(xlsx(COLUMNS, ("=1+1", *ANA[1:])))
    assert row.name == ""


def test_the_templates_can_be_read_and_their_example_is_no_person():
    [row] = of_bytes(workbook())
    assert found([row]) == [EXAMPLE]
    [one] = checked([row], taken=frozenset())
    assert (one.state, one.reason) == ("invalid", "This is the example of the template: take it out.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "There is nobody in this list."),
        (" \n;;\n", "There is nobody in this list."),
        ("name;email;side;seniority\n", "below the names of the columns it is empty"),
        ("Ana;Sales\n", "Missing: name, email, side, seniority."),
        ("name;email;side\nAna;a@b.example;sales", "Missing: seniority."),
        ("name;e-mail;mail;side;seniority\n", "names the column email twice"),
        ('name;email;side;seniority\n"Ana;a@b.example', "Row 2 cannot be read"),
        ("name;email;side;seniority\nA\x01na;a@b.example;sales;vp", "Row 2 holds a character"),
        (table(rows=[ANA] * (MOST_ROWS + 1)), "There are more than 300 people in this list."),
        (";".join(["name"] * 61), "Row 1 has more than 60 columns."),
    ],
)
def test_a_list_that_cannot_be_read_says_why(text, fault):
    with pytest.raises(ListFault, match=fault):
        rows_of_text(text)


def test_as_many_as_fit():
    assert len(rows_of_text(table(rows=[ANA] * MOST_ROWS))) == MOST_ROWS


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("E-Mail-Adresse", "email"), ("Courriel", "email"), ("correo electrónico", "email"),
        ("CORREO ELECTRONICO", "email"), ("Prénom et nom", "name"), ("Nombre y apellidos", "name"),
        ("Bereich", "side"), ("Fonction", "side"), ("Función", "side"), ("Niveau hiérarchique", "seniority"),
        ("Ebene", "seniority"), ("Nivel", "seniority"), ("Telephone", None), ("", None),
    ],
)  # fmt: skip
def test_names_of_columns(header, column):
    assert column_of(header) == column


@pytest.mark.parametrize(
    ("word", "side"),
    [
        ("Sales", "sales"), ("Vertrieb", "sales"), ("VENTES", "sales"), ("ventas", "sales"),
        ("Márketing", "marketing"), ("Beide", "both"), ("les deux", "both"), ("Ambas funciones", "both"),
        ("Finance", None), ("", None),
    ],
)  # fmt: skip
def test_words_for_a_side(word, side):
    assert side_of(word) == side


@pytest.mark.parametrize(
    ("word", "seniority"),
    [
        ("c_level", "c_level"), ("C-Level", "c_level"), ("VP", "c_level"), ("Direktorin", "director"),
        ("Directeur", "director"), ("Manager", "manager"), ("andere", "other"), ("King", None),
    ],
)  # fmt: skip
def test_words_for_a_seniority(word, seniority):
    assert seniority_of(word) == seniority


def test_each_row_has_a_state_and_each_fault_its_cell():
    rows = rows_of_text(
        table(
            rows=[
                ANA,
                ("Ana again", "ANA@acme.example", "sales", "vp"),
                ("Known", "known@acme.example", "both", "other"),
                ("", "no address", "finance", ""),
                ("N" * 121, "", "sales", "vp"),
            ]
        )
    )
    result = checked(rows, taken={"known@acme.example"})
    assert [row.state for row in result] == ["ready", "duplicate", "known", "invalid", "invalid"]
    assert [row.faults for row in result[1:]] == [
        {"email": "ana@acme.example stands in row 2 already."},
        {"email": "known@acme.example is in this wave already."},
        {
            "name": "The name is missing.",
            "email": "“no address” is no e-mail address.",
            "side": "“finance” is none of sales, marketing or both.",
            "seniority": "Missing: C-level, director, manager or other.",
        },
        {"name": "The name is longer than 120 characters.", "email": "The e-mail address is missing."},
    ]
    assert (result[0].nominee.email, result[0].nominee.seniority) == ("ana@acme.example", "c_level")
