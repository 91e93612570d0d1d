"""From a question to an answer that quotes the articles."""
