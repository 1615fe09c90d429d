"""Schemathesis makes requests from the node's own OpenAPI document, good ones and bad ones."""

import os
import subprocess

SCHEMATHESIS = os.environ["APUS_SCHEMATHESIS"]


def test_every_operation_answers_as_the_document_says(lab):
    access = lab.access("schemathesis")
    status, made, _ = lab.call("POST", "/apus/access/schemathesis/token", {"minutes": 60})
    assert status == 200
    group = f"/subscriptions/{access['subscriptionId']}/resourcegroups/web"
    assert lab.call("PUT", group + "?api-version=2024-11-01", {"location": "local"})[0] == 201
    configuration = f"{lab.folder}/schemathesis.toml"
    with open(configuration, "w") as file:
        file.write(
            f"""
            continue-on-failure = true
            [parameters]
            subscriptionId = "{access['subscriptionId']}"
            resourceGroupName = "web"
            api-version = "2025-01-01"
            """)
    done = subprocess.run(
        ("ip", "netns", "exec", lab.namespaces["node"], SCHEMATHESIS,
         "--config-file", configuration, "run", access["endpoint"] + "/apus/openapi.json",
         "--header", f"Authorization: Bearer {made['token']}",
         "--tls-verify", access["caFile"], "--url", access["endpoint"],
         "--checks", "not_a_server_error,response_schema_conformance,content_type_conformance,"
                     "status_code_conformance,response_headers_conformance",
         "--phases", "examples,coverage,fuzzing", "--max-examples",
         os.environ.get("APUS_SCHEMATHESIS_EXAMPLES", "10"), "--seed", "7", "--workers", "1",
         "--request-timeout", "30", "--suppress-health-check", "all", "--no-color"),
        capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stdout[-20000:] + done.stderr[-2000:]
    log = open(f"{lab.folder}/apusd.log").read()
    assert "Fatal error" not in log and "a request failed" not in log, log[-5000:]
