"""The service in a browser: pages rendered here, forms that work without scripts, nothing from elsewhere."""
