"""What the template tags of `branding.templatetags.ui` are made of."""
