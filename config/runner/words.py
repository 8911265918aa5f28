"""Which words does `manage.py up` take, and what is told whoever gives others?"""

import json
import sys

JSON = "--json"
USAGE = "Only --json is taken; PORT and SUNSETTER_STATE of the environment say where: `PORT=8001 manage.py up`."


def refused(words: list[str]) -> bool:
    """Whether there is a word that means nothing here; then it was said."""
    unknown = [word for word in words if word != JSON]
    if not unknown:
        return False
    sentence = f"“{' '.join(unknown)}” means nothing here. {USAGE}"
    sys.stderr.write(sentence + "\n")
    if JSON in words:
        sys.stdout.write(json.dumps({"error": sentence}) + "\n")
    return True
