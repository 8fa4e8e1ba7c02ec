"""From the first words to the works and what they cost, and back: walked, laid out and told."""
