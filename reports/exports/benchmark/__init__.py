"""Files of a released benchmark snapshot."""
