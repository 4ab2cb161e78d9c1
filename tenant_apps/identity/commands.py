"""What an office may ask of the platform about sign-on with a partner account."""
