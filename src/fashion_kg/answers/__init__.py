"""Asking questions, and showing the answers to people and to tools."""
