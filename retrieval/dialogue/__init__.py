"""What is said around questions: talk, several questions at once, questions that lean on others."""
