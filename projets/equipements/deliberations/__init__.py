"""What the council voted: documents, found word by word and cited by paragraph."""
