"""The controls that Qt does not have; each shows what its setters say and emits what a person wishes, and no more."""
