"""Tables and charts that anybody makes of a view: counted by one or two dimensions, kept as a link."""
