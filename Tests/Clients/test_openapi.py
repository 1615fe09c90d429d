"""Schemathesis makes requests from the node's own OpenAPI document, good ones and bad ones."""

import json
import os
import subprocess

SCHEMATHESIS = os.environ["APUS_SCHEMATHESIS"]

# What there is to be read and changed, so that not every answer is that nothing is there.
NETWORK = [
    ("virtualNetworks/vnet", {
        "addressSpace": {"addressPrefixes": ["10.9.0.0/24"]},
        "subnets": [{"name": "subnet", "properties": {"addressPrefix": "10.9.0.0/24"}}]}),
    ("loadBalancers/lb", {
        "frontendIPConfigurations": [{"name": "fe", "properties": {
            "subnet": {"id": "NET/virtualNetworks/vnet/subnets/subnet"}}}],
        "backendAddressPools": [{"name": "pool", "properties": {"loadBalancerBackendAddresses": [
            {"name": "m", "properties": {"ipAddress": "10.9.0.13"}}]}}],
        "probes": [{"name": "probe", "properties": {"protocol": "Tcp", "port": 80}}],
        "loadBalancingRules": [{"name": "rule", "properties": {
            "protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "enableFloatingIP": True,
            "frontendIPConfiguration": {"id": "NET/loadBalancers/lb/frontendIPConfigurations/fe"},
            "backendAddressPool": {"id": "NET/loadBalancers/lb/backendAddressPools/pool"},
            "probe": {"id": "NET/loadBalancers/lb/probes/probe"}}}]}),
]


def test_every_operation_answers_as_the_document_says(lab):
    access = lab.access("schemathesis")
    status, made, _ = lab.call("POST", "/apus/access/schemathesis/token", {"minutes": 60})
    assert status == 200
    group = f"/subscriptions/{access['subscriptionId']}/resourcegroups/web"
    assert lab.call("PUT", group + "?api-version=2024-11-01", {"location": "local"})[0] == 201
    network = f"{group}/providers/Microsoft.Network"
    for path, properties in NETWORK:
        text = json.dumps({"location": "local", "properties": properties}).replace("NET", network)
        answer = lab.call("PUT", f"{network}/{path}?api-version=2025-01-01", json.loads(text))
        assert answer[0] == 201, answer
    configuration = f"{lab.folder}/schemathesis.toml"
    with open(configuration, "w") as file:
        file.write(
            f"""
            continue-on-failure = true
            [parameters]
            subscriptionId = "{access['subscriptionId']}"
            resourceGroupName = "web"
            api-version = "2025-01-01"
            loadBalancerName = "lb"
            backendAddressPoolName = "pool"
            loadBalancingRuleName = "rule"
            virtualNetworkName = "vnet"
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
