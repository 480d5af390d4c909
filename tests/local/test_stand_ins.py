"""Resource types that the emulator does not have and templates of ours use."""

from __future__ import annotations

from tests.local.stacks import Stacks, names


def test_a_template_with_the_policy_of_a_bot_is_deployed_changed_and_deleted(stacks: Stacks):
    name = next(names)

    def template(action: str):
        policy = {"Version": "2012-10-17", "Statement": [{"Action": action}]}
        properties = {"ResourceArn": "arn:aws:lex:us-east-1:123456789012:bot-alias/A/B", "Policy": policy}
        bot = {"Type": "AWS::Lex::ResourcePolicy", "Properties": properties}
        return stacks.template(Bot=bot)

    assert stacks.deploy(name, template("lex:StartConversation")) == "CREATE_COMPLETE"
    assert stacks.deploy(name, template("lex:RecognizeText")) == "UPDATE_COMPLETE"
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_an_alarm_on_a_query_is_deployed_changed_and_deleted(stacks: Stacks):
    name = next(names)

    def template(threshold: int):
        query = {"Id": "q", "Expression": 'SELECT SUM(Sip5xxCodes) FROM "AWS/ChimeVoiceConnector"', "Period": 60}
        properties = {
            "Metrics": [{**query, "Label": "Sip5xxCodes", "ReturnData": True}],
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "EvaluationPeriods": 1,
            "Threshold": threshold,
        }
        return stacks.template(Alarm={"Type": "AWS::CloudWatch::Alarm", "Properties": properties})

    assert stacks.deploy(name, template(5)) == "CREATE_COMPLETE"
    assert stacks.deploy(name, template(7)) == "UPDATE_COMPLETE"
    assert stacks.delete(name) == "DELETE_COMPLETE"


def test_saved_queries_and_the_retention_of_logs_of_the_service_are_deployed_and_deleted(stacks: Stacks):
    name = next(names)
    query = {"Type": "AWS::Logs::QueryDefinition", "Properties": {"Name": "Errors", "QueryString": "fields @message"}}
    # No function could be invoked by this token.
    retention = {"ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:none", "RetentionInDays": 7}
    kept = {"Type": "Custom::LogRetention", "Properties": retention}
    assert stacks.deploy(name, stacks.template(Query=query, Kept=kept)) == "CREATE_COMPLETE"
    assert stacks.delete(name) == "DELETE_COMPLETE"
