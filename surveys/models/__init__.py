"""The rows of a survey: what is asked, of whom, and what they answered."""

from __future__ import annotations

from surveys.models.answers import Consent, Response, Submission
from surveys.models.assignments import Assignment
from surveys.models.clients import BenchmarkConsent, Client, Contact
from surveys.models.dismissals import FlagDismissal
from surveys.models.erasures import Erasure
from surveys.models.evidence import Document, EvidenceChange
from surveys.models.instruments import InstrumentVersion
from surveys.models.people import Participant, PersonalLink
from surveys.models.waves import Assessment, OutcomeFigure, PlannedWave

__all__ = [
    "Assessment",
    "Assignment",
    "BenchmarkConsent",
    "Client",
    "Consent",
    "Contact",
    "Document",
    "Erasure",
    "EvidenceChange",
    "FlagDismissal",
    "InstrumentVersion",
    "OutcomeFigure",
    "Participant",
    "PersonalLink",
    "PlannedWave",
    "Response",
    "Submission",
]
