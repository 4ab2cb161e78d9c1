"""Everything that puts Vitrine on a machine."""
