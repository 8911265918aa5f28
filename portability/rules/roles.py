"""Which roles of an account may take its content out, and which may see what was taken out (B5)?"""

# The names of lifecycle's roles of a membership; pages and customer API ask these two sets and no others.
MAY_EXPORT = frozenset({"owner", "export_officer", "delegate"})
MAY_FOLLOW = MAY_EXPORT | {"auditor"}
