from .department import Department
from .message import Attachment, Message
from .ticket import Priority, Ticket, TicketStatus

__all__ = ["Attachment", "Department", "Message", "Priority", "Ticket", "TicketStatus"]
