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
