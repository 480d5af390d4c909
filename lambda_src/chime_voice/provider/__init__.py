"""The custom-resource Lambda: one a stack, it answers CloudFormation itself."""
