"""Questionnaires in waves: belonging first."""
