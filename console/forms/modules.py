"""Which shape has what a person says of a module?"""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from lifecycle.rules.policies import Criticality
from lifecycle.rules.registering import is_module_key

LONGEST_KEY, LONGEST_NAME = 64, 200
CRITICALITIES = [
    (Criticality.NON_CORE.value, _("Non-core")),
    (Criticality.CORE.value, _("Core")),
    (Criticality.BUSINESS_CRITICAL.value, _("Business-critical")),
]


class ModuleForm(forms.Form):
    """A module by itself, before anybody plans anything for it."""

    key = forms.CharField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        help_text=_("As activity names it: every event with this key is its use."),
    )
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, validators=[RegexValidator(r"\A[^\r\n]+\Z")])
    owner = forms.EmailField(
        label=_("Owner"), max_length=254, required=False, help_text=_("An e-mail address; may stay empty.")
    )
    criticality = forms.ChoiceField(label=_("Criticality"), choices=CRITICALITIES, initial=Criticality.CORE.value)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if not is_module_key(key):
            raise forms.ValidationError(
                _("1 to 64 lowercase letters, digits, dots, underscores or dashes; the first is a letter or a digit.")
            )
        return key
