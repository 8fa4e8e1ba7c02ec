"""What lies on the map, counted by place and theme: the numbers behind each candidate, and what they weigh."""
