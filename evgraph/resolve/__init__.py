"""References to what the services on the web say of them."""
