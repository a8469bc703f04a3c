"""The pages, opened in Chromium: `make browser`."""
