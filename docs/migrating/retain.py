"""Says of every resource in a CloudFormation template (JSON, on standard input) that it stays when its stack goes.

CloudFormation may find nothing to do in a change of deletion policies alone, so a note in the metadata comes with it.
"""

import json
import sys

template = json.load(sys.stdin)
for resource in template["Resources"].values():
    resource["DeletionPolicy"] = resource["UpdateReplacePolicy"] = "Retain"
    resource.setdefault("Metadata", {})["Retained"] = "moved to another app"
json.dump(template, sys.stdout, indent=2)
