"""Acts on releases and on who reads them."""
