"""What the contributions of a view say together: how many, where, in which words, and who is not heard.

Everything is counted here, from the public fiches of the view, when the page is asked for: nothing is kept, no other
machine is asked. Numbers are those of the map (`counting`, `places`); words are read from the latest texts (`reading`,
`specific`); doors and accounts from the fiches (`voices`). `tables` gives each of them as rows, to be counted again.
"""
