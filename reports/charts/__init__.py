"""Charts as small typed descriptions, and their renderings: figures for the screen, tables for everybody."""
