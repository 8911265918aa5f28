"""What does the host product read of a customer's inbox, and how does a customer confirm a notice?"""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.exceptions import NotFound as NotFoundError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lifecycle.api import Account, User, account_of, portal_scope
from notifications.api import InboxMessage, NotFound, TextChanged, acknowledge, inbox_of, text_sha

LATEST = 200


class InboxMessageSerializer(serializers.ModelSerializer[InboxMessage]):
    notice = serializers.UUIDField(source="notice.uuid", read_only=True)
    code = serializers.CharField(source="notice.code", read_only=True)
    module = serializers.CharField(source="notice.plan.module.key", read_only=True)
    text = serializers.CharField(source="body_text", read_only=True)
    text_sha = serializers.SerializerMethodField()

    class Meta:
        model = InboxMessage
        fields = ("uuid", "notice", "code", "module", "subject", "text", "text_sha", "locale", "sent_at", "seen_at")
        read_only_fields = fields

    def get_text_sha(self, message: InboxMessage) -> str:
        """Goes back with a confirmation: it says which words were on the screen."""
        return text_sha(message)


class AcknowledgementSerializer(serializers.Serializer[object]):
    notice = serializers.UUIDField(source="notice.uuid", read_only=True)
    name = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    text_sha = serializers.CharField(read_only=True)


class SeenSerializer(serializers.Serializer[object]):
    """`text_sha` of the message as the inbox gave it."""

    text_sha = serializers.CharField()


class TextChangedError(APIException):
    """Other words hold by now, or it was not said which were read."""

    status_code = 409
    default_code = "text_changed"
    default_detail = "Give the text_sha of the newest text, as the inbox has it, and show that text first."


class InboxView(APIView):
    @extend_schema(responses=InboxMessageSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The account's newest notices."""
        account = _account(request)
        with portal_scope(account):
            messages = list(inbox_of(account)[:LATEST])
            return Response(InboxMessageSerializer(messages, many=True).data)


class AcknowledgeView(APIView):
    @extend_schema(request=SeenSerializer, responses=AcknowledgementSerializer)
    def post(self, request: Request, notice: UUID) -> Response:
        """Confirm a notice as the signed-in person; only this counts, never a link that was opened."""
        account = _account(request)
        assert isinstance(request.user, User)  # noqa: S101 - _account has seen a membership
        try:
            row = acknowledge(
                account=account,
                notice_id=notice,
                user=request.user,
                via="api",
                now=timezone.now(),
                seen_sha=_seen(request),
            )
        except NotFound as problem:
            raise NotFoundError from problem
        except TextChanged as problem:
            raise TextChangedError from problem
        return Response(AcknowledgementSerializer(row).data)


def _seen(request: Request) -> str:
    """Empty for none, in whatever shape: whether there is such a notice is answered first."""
    try:
        given = SeenSerializer(data=request.data)
    except APIException:
        return ""
    return str(given.validated_data["text_sha"]) if given.is_valid() else ""


def _account(request: Request) -> Account:
    account = account_of(request._request, today=timezone.now().date())
    if account is None:
        raise NotFoundError
    return account
