"""The files that make a site of a portal: style, icons, manifest, offline page, and what crawlers read.

All of them follow the tenant's brand and are addressed by its version; none of them names the platform.
"""
