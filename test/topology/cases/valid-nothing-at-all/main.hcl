# A topology may be empty: the first commit of a repository is one.
