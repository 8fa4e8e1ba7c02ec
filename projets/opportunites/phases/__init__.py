"""The four phases of a topic: what people say in them, facts, causes, solutions and arguments kept apart."""
