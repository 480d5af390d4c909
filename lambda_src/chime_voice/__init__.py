"""The run-time side: what runs inside Lambda, with the standard library and the boto3 that Lambda brings."""
