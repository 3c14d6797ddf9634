"""What happens around a film: rendering, finishing, captions, stills, sheets and audits."""
