"""Dream mode: nothing is too dear while it lasts; then each dream is landed, if its author agrees."""
