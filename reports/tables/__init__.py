"""Parts of the results page that are read rather than drawn: typed rows, ready for a template."""
