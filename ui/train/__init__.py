"""The trainer's page: exercises that came back, and the ramp-up of joiners."""
