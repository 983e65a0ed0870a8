"""The private app for staff who keep the register; the public app does not know it."""
