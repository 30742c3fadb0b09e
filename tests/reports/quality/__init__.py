"""The quality of the questionnaire."""
