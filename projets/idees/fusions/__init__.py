"""Ideas that meet: amended, answered otherwise, merged with everybody's consent."""
