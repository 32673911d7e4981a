"""The pages of an audit: the journal, votes, where a number comes from, how years were kept, refusals."""
