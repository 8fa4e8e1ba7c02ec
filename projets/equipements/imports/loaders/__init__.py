"""Rows by the thousand: set statements on tables filled by COPY."""
