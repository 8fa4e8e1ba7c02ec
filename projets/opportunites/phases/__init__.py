"""What people say and write together while a topic goes through its phases: threads, families of arguments, tables."""
