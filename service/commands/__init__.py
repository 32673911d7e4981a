"""Every command of the year, by name; CLI, API, pages and chronicles all ask for these."""
