"""Judging the answers: questions, measures, runner, reports."""
