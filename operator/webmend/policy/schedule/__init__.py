"""Schedules: when a workflow's runs start by themselves, and whether one starts now."""

from .body import run_body
from .deciding import CONDITION, Decision, Going, decide, run_name
from .times import problems

__all__ = ["CONDITION", "Decision", "Going", "decide", "problems", "run_body", "run_name"]
