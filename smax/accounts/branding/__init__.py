"""How a firm looks: name, colour and logo, checked and served under the digest of what they are."""
