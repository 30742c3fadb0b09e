"""The six findings of the original study, asked of a released snapshot (docs/study.md).

Pure but for `rows`, which reads a snapshot: from arrays to findings that are rounded and safe to show.
"""
