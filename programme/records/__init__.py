"""Records: audit chain, jobs, import runs, snapshots, documents, attachments, comments, notifications."""
