"""Figures of an article: value, unit, what is measured, whose it is, when, and the words that say so."""

from build_scripts.understanding.facts.extract import extract_facts

__all__ = ["extract_facts"]
