"""Work that is done outside of a request: what runs, for whom, and how far it is."""
