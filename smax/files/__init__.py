"""Files that people give and take: kept by hash, checked at the door, served without a session."""
