"""The pictures of what a network predicts: field, curve, gallery, scatter; one class each."""
