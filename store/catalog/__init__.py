"""The record of articles: one SQLite file from which every index can be rebuilt."""
