"""Letters: who is written to, when and in what words. Sending them is for operations.messages."""
