"""The API's edge: every refusal is a problem document (RFC 9457), whoever refuses."""

from .problems import bad_request, forbidden, not_found, problem, server_error

__all__ = ["bad_request", "forbidden", "not_found", "problem", "server_error"]
