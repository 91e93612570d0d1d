"""The fact that a question asks for, picked from a quote."""
