"""Choosing together: consultations, their electorate, their mass, their result."""
