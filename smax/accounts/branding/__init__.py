"""How a firm looks: its name, its colour and its logo, checked and served under the digest of what they are."""
