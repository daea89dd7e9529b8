"""What is fast, measured as a ratio against a reference in the same run; never as timed tests."""
