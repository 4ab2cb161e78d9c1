"""What of a client's page belongs to orders: its tabs."""

from django.utils.translation import gettext_lazy as _

from tenant_apps.clients.sections import Section, add_section

add_section(Section("orders", _("Orders"), "office_client_orders", 60, "orders.view"))
add_section(Section("invoices", _("Invoices"), "office_client_invoices", 70, "orders.view"))
add_section(Section("services", _("Services"), "office_client_services", 80, "services.view"))
add_section(Section("add_ons", _("Add-ons"), "office_client_add_ons", 90, "services.view"))
add_section(Section("transactions", _("Transactions"), "office_client_transactions", 110, "payments.view"))
add_section(Section("statement", _("Statement"), "office_statement", 120, "orders.view"))
add_section(Section("log", _("Log"), "office_client_log", 150))
