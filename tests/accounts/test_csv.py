from __future__ import annotations

import csv
import io

import pytest

from smax.csv import csv_response, lines

FORMULAS = [
    "\u200b=1+1",
    "\ufeff=1+1",
    " \u2060@sum",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  =1+1",
    '=HYPERLINK("http://x.example","click")',
    "=cmd|' /C calc'!A0",
]


def written(header, rows):
    return "".join(lines(header, rows))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(text):
    header, row = csv.reader(io.StringIO(written([text], [[text]]), newline=""))
    assert (header, row) == ([f"'{text}"], [f"'{text}"])


def test_numbers_stay_numbers_and_text_is_quoted():
    assert (
        written(["a", "b", "c", "d"], [[-5.5, 12, None, "Acme"]])
        == '"a","b","c","d"\r\n-5.5,12,"","Acme"\r\n'
    )


@pytest.mark.parametrize("text", ["Acme", "a=b", "it's", "3 - 2", "", "'quoted"])
def test_other_text_is_left_alone(text):
    assert next(csv.reader(io.StringIO(written([text], [])))) == [text]


def test_quotes_and_line_breaks_inside_a_cell_survive():
    text = 'say "hi"\r\nthen, go'
    assert list(csv.reader(io.StringIO(written(["x"], [[text]]), newline=""))) == [["x"], [text]]


def test_a_response_makes_its_lines_as_they_are_sent():
    made = []

    def rows():
        for number in range(3):
            made.append(number)
            yield (number,)

    response = csv_response("numbers.csv", ["n"], rows())
    stream = iter(response.streaming_content)
    assert (next(stream), made) == (b'"n"\r\n', [])
    assert (next(stream), made) == (b"0\r\n", [0])
    assert b"".join(stream) == b"1\r\n2\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="numbers.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
