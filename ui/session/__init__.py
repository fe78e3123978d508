"""Guided sessions: what the presenter leads from, the voter's seat, and the room's window."""
