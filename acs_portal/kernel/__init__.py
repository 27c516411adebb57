"""The shared kernel of the portal: it knows no party, no meeting and no plan."""
