"""Drafts that several hands write under a link that they share: nothing of what two write at once is lost."""
