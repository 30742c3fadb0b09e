"""How well the questionnaire measures: reliability, unanswered questions and time, over many companies.

`answers` alone reads rows; from there on it is arrays, and what comes out is rounded and safe to show.
"""
