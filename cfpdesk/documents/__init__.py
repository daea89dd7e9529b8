"""What is printed: one file a document, built from the same frozen state as its page."""
