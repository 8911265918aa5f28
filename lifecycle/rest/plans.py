"""What do staff programs read of plans and gates, and how do they take a step?"""

from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, Serializer

from lifecycle.api import Refused, SunsetPlan, User, advance, gate_verdict, overview_of, plan_hash, verdict_as_dict
from lifecycle.rest.answers import AFTER, ANY_OBJECT, NO_STORE, StaffView, page, refused
from lifecycle.rules.stages import Stage


class StepBody(Serializer[dict[str, str]]):
    """Why the step is taken: required to go back, to pause, to cancel and to roll back."""

    reason = CharField(max_length=2_000, required=False, allow_blank=True, default="")


class PlanList(StaffView):
    """Plans by key, a hundred at a time."""

    @extend_schema(operation_id="plans_list", parameters=[AFTER], responses=ANY_OBJECT)
    def get(self, request: Request) -> Response:
        rows = SunsetPlan.objects.filter(key__gt=request.query_params.get("after", "")).select_related("module")
        return page(rows.order_by("key"), _plan)


class PlanDetail(StaffView):
    """One plan with its dates, and the rule that decides how soon it may end."""

    @extend_schema(operation_id="plans_read", responses=ANY_OBJECT)
    def get(self, request: Request, key: str) -> Response:
        plan = _plan_called(key)
        found = asdict(overview_of(plan=plan, now=timezone.now()))
        return Response({**found, "hash": plan_hash(plan)}, headers=NO_STORE)


class PlanGate(StaffView):
    """The gate to a stage: read its verdict, or take the step."""

    @extend_schema(operation_id="gates_read", responses=ANY_OBJECT)
    def get(self, request: Request, key: str, name: str) -> Response:
        plan, to = _plan_called(key), _stage_called(name)
        verdict = gate_verdict(plan=plan, to=to, now=timezone.now())
        return Response({"plan": plan.key, "to": to.value, **verdict_as_dict(verdict)}, headers=NO_STORE)

    @extend_schema(operation_id="gates_enter", request=StepBody, responses={200: ANY_OBJECT, 409: ANY_OBJECT})
    def post(self, request: Request, key: str, name: str) -> Response:
        """409 with the blockers while the gate is shut or the stage is wrong, 403 for the wrong person."""
        body = StepBody(data=request.data)
        body.is_valid(raise_exception=True)
        plan, to = _plan_called(key), _stage_called(name)
        try:
            return self._step(request, plan, to, body.validated_data["reason"], timezone.now())
        except Refused as refusal:
            return refused(refusal.verdict, instance=request.path, is_wrong_person=refusal.is_wrong_person)

    def _step(self, request: Request, plan: SunsetPlan, to: Stage, reason: str, now: datetime) -> Response:
        user = User.objects.get(email=request.user.get_username())
        done = advance(plan_id=plan.pk, to=to, actor=user.actor, now=now, reason=reason)
        return Response({"plan": done.key, "stage": done.stage}, headers=NO_STORE)


def _plan_called(key: str) -> SunsetPlan:
    plan = SunsetPlan.objects.select_related("module", "author").filter(key=key).first()
    if plan is None:
        raise NotFound
    return plan


def _stage_called(name: str) -> Stage:
    if name not in list(Stage):
        raise NotFound
    return Stage(name)


def _plan(plan: SunsetPlan) -> dict[str, object]:
    return {
        "key": plan.key,
        "module": plan.module.key,
        "stage": plan.stage,
        "revision": plan.revision,
        "policy": plan.policy,
        "stage_since_at": plan.stage_since_at,
    }
