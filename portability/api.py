"""Through which door do console, portal and commands reach portability?"""

from portability.services.import_content import ContentReport, import_content

__all__ = ["ContentReport", "import_content"]
