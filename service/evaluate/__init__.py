"""How well articles are read: predicted events in label form compared with labels that people wrote."""

from service.evaluate.errors import EvaluationError, HeldOutRefused
from service.evaluate.findings import Finding, Located
from service.evaluate.gold import Gold, GoldRecord, held_out, load_gold, select, split_halves
from service.evaluate.render import render_errors, render_json, render_table
from service.evaluate.report import Report, errors, score

__all__ = [
    "EvaluationError",
    "Finding",
    "Gold",
    "GoldRecord",
    "HeldOutRefused",
    "Located",
    "Report",
    "errors",
    "held_out",
    "load_gold",
    "render_errors",
    "render_json",
    "render_table",
    "score",
    "select",
    "split_halves",
]
