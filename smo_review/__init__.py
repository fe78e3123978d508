"""The core of SMO Review: what an annotation-quality team knows and does. It imports no Qt."""

__version__ = "0.1.0"
