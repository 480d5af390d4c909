"""SIP media applications and their message logging."""

from __future__ import annotations

from constructs_lib.local.voice.errors import BadRequest, Conflict, ResourceLimitExceeded
from constructs_lib.local.voice.families.family import Family, tags_from
from constructs_lib.local.voice.records import SipMediaApplication, Wire


class SipMediaApplications(Family):
    """One Lambda function each, of the same account and Region."""

    def create_sip_media_application(
        self, *, aws_region: str, name: str, endpoints: list[Wire], tags: list[Wire] | None = None
    ) -> Wire:
        """An application in the endpoint's Region."""
        scene = self.scene
        if aws_region != scene.region and not scene.settings.region_may_differ_from_endpoint:
            raise BadRequest(f"AwsRegion {aws_region} is not the Region of this endpoint, {scene.region}")
        lambda_arn = self._function(endpoints, aws_region)
        self._check_name(name, None)
        limit = scene.settings.sip_media_applications
        if scene.count_here(self.account.applications.values()) >= limit:
            raise ResourceLimitExceeded(f"an account may have {limit} SIP media applications in a Region")
        id_ = scene.world.new_uuid()
        application = SipMediaApplication(
            region=scene.region,
            created=scene.now,
            updated=scene.now,
            id=id_,
            arn=scene.arn("sma", id_, aws_region),
            aws_region=aws_region,
            name=name,
            lambda_arn=lambda_arn,
            tags=tags_from(tags),
        )
        self.account.applications[id_] = application
        return {"SipMediaApplication": application.describe()}

    def get_sip_media_application(self, *, sip_media_application_id: str) -> Wire:
        """One application."""
        return {"SipMediaApplication": self._get(sip_media_application_id).describe()}

    def list_sip_media_applications(self, *, max_results: int | None = None, next_token: str | None = None) -> Wire:
        """All applications of this endpoint."""
        applications = [application.describe() for application in self.scene.visible(self.account.applications)]
        return self.scene.page("SipMediaApplications", applications, max_results, next_token)

    def update_sip_media_application(
        self, *, sip_media_application_id: str, name: str | None = None, endpoints: list[Wire] | None = None
    ) -> Wire:
        """Name, function, or both; never the Region."""
        application = self._get(sip_media_application_id)
        lambda_arn = application.lambda_arn
        if endpoints is not None:
            lambda_arn = self._function(endpoints, application.aws_region)
        if name is not None:
            self._check_name(name, application)
            application.name = name
        application.lambda_arn = lambda_arn
        application.updated = self.scene.now
        return {"SipMediaApplication": application.describe()}

    def delete_sip_media_application(self, *, sip_media_application_id: str) -> None:
        """Delete it; refused while an enabled rule, at whatever endpoint, would send calls to it."""
        application = self._get(sip_media_application_id)
        for rule in self.account.rules.values():
            if rule.sends_calls_to(application.id):
                raise Conflict(f"SIP media application {application.id} is a target of the enabled SIP rule {rule.id}")
        del self.account.applications[application.id]

    def put_sip_media_application_logging_configuration(
        self,
        *,
        sip_media_application_id: str,
        sip_media_application_logging_configuration: Wire | None = None,
    ) -> Wire:
        """The whole configuration: what is left out is off."""
        application = self._get(sip_media_application_id)
        wanted = sip_media_application_logging_configuration or {}
        application.message_logs = wanted.get("EnableSipMediaApplicationMessageLogs", False)
        return _logging(application)

    def get_sip_media_application_logging_configuration(self, *, sip_media_application_id: str) -> Wire:
        """The configuration; off until it is put."""
        return _logging(self._get(sip_media_application_id))

    def _get(self, id_: str) -> SipMediaApplication:
        return self.scene.get(self.account.applications, id_, "SIP media application")

    def _check_name(self, name: str, besides: SipMediaApplication | None) -> None:
        others = [a for a in self.account.applications.values() if a is not besides and a.region == self.scene.region]
        if self.scene.settings.unique_names and any(other.name == name for other in others):
            raise Conflict(f"a SIP media application of the name {name!r} exists")

    def _function(self, endpoints: list[Wire], region: str) -> str:
        arn = endpoints[0].get("LambdaArn")
        if arn is None:
            raise BadRequest("Endpoints must have a LambdaArn")
        _, _, _, function_region, account, *_ = str(arn).split(":")
        if (function_region, account) != (region, self.scene.account_id):
            raise BadRequest(
                f"the function must be in {region} and in this account, got one in {function_region}"
                f"{'' if account == self.scene.account_id else ' of another account'}"
            )
        return str(arn)


def _logging(application: SipMediaApplication) -> Wire:
    return {
        "SipMediaApplicationLoggingConfiguration": {"EnableSipMediaApplicationMessageLogs": application.message_logs}
    }
