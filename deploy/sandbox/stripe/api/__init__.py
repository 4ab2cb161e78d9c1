"""The API's resources, a file each."""
