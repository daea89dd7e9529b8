"""What things are: frozen dataclasses and rules. No I/O, no clock, no randomness without a seed."""
