"""Figures of an article: value, unit, what is measured, whose it is, when, and the words that say so."""
