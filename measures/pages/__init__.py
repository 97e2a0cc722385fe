"""What the pages of returns and measures print: ready answers for templates, made from scoped rows."""
