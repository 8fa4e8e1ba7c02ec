"""What grows from what: an idea from a complaint, a proposal from a dream; told on both pages, and when it is done."""
