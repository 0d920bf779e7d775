

def refusal(error):
    """What a call was refused for: the engine's own failure."""
    cause = error.error
    name = type(cause).__mro__[1].__name__
    return globals()["".join("_" * c.isupper() + c.lower() for c in name).strip("_")](cause)
