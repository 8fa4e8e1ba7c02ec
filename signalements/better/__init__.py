"""« Et si on faisait mieux ? »: from a complaint, or several at one spot, to a proposal."""
