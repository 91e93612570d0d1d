"""The reading model: which words of a passage answer a question, and whether any do."""
