"""What happens to a tenant's data when it is deleted, table by table and step by step."""
