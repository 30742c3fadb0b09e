"""The six findings of the original study, asked of a released snapshot (docs/study.md).

Pure: from a snapshot's rows as arrays to findings that are rounded and safe to show.
"""
