"""The brand studio at /office/brand/: a form, a live preview that nobody else sees, and every earlier version."""
