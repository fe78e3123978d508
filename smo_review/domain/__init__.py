"""What things are: frozen records and pure rules, no input or output."""
