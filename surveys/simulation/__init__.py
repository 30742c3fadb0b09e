"""Invented companies, drawn from the model of docs/simulation.md and always labelled synthetic."""
