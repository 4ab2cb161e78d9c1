"""Invoices, receipts and statements as PDF, under the reseller's brand and in any of the readers' languages.

Each raises `branding.documents.DocumentFailed` when it cannot be set; there is never half a file.
"""

from .credit_note import credit_note_pdf
from .invoice import invoice_pdf, invoices_pdf
from .receipt import receipt_pdf
from .statement import statement_pdf

__all__ = ["credit_note_pdf", "invoice_pdf", "invoices_pdf", "receipt_pdf", "statement_pdf"]
