"""How does a program load without its memory being searched for garbage a hundred times on the way?"""

import gc


def search_seldom() -> None:
    """Loading makes hundreds of thousands of objects that stay: searched as often as Python does by itself, they cost
    every start a seventh of its time, and a migration, which builds models by the thousand, still more.
    """
    gc.set_threshold(50_000, 10, 10)
