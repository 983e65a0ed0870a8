"""The private app of the people who keep the register; the public app knows nothing of it."""
