"""Lists of people from files and pasted text: read, checked row by row, and kept only once confirmed."""
