"""The letters of a wave: what each says, and whether it is still wanted when it leaves."""
