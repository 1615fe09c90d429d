"""The unmodified Azure CLI against a real node: what Documentation/azure-clients.md shows."""

import json
import os
import subprocess

import pytest

from lab import wait_until

AZ = os.environ["APUS_AZ"]


class CLI:
    def __init__(self, lab):
        self.lab = lab
        access = lab.access("azure-cli")
        self.environment = {
            **os.environ,
            "AZURE_CONFIG_DIR": f"{lab.folder}/azure",
            "AZURE_CORE_COLLECT_TELEMETRY": "0",
            "REQUESTS_CA_BUNDLE": access["caFile"],
        }
        self("cloud register --name local --endpoint-resource-manager " + access["endpoint"])
        self("cloud set --name local")
        self("login --service-principal --username {clientId} --password {clientSecret} "
             "--tenant {tenantId}".format(**access))
        self("group create --name web --location local")

    def run(self, command):
        words = ("ip", "netns", "exec", self.lab.namespaces["node"], AZ) + tuple(command.split())
        return subprocess.run(
            words + ("--output", "json"), capture_output=True, text=True, timeout=180,
            env=self.environment)

    def __call__(self, command):
        done = self.run(command)
        assert done.returncode == 0, f"az {command}\n{done.stderr}"
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, command):
        done = self.run(command)
        assert done.returncode != 0, f"az {command} was not refused:\n{done.stdout}"
        return done


@pytest.fixture(scope="module")
def az(lab):
    return CLI(lab)


@pytest.fixture(scope="module")
def network(az):
    az("network vnet create -g web -n vnet --address-prefix 10.9.0.0/24 "
       "--subnet-name subnet --subnet-prefix 10.9.0.0/24")
    az("network public-ip create -g web -n address --sku Standard")
    return az


@pytest.fixture(scope="module")
def balancer(network):
    made = network("network lb create -g web -n lb --sku Standard --public-ip-address address "
                   "--frontend-ip-name frontend --backend-pool-name pool")
    assert made["loadBalancer"]["provisioningState"] == "Succeeded"
    return network


def test_a_subscription_and_its_groups_are_shown(az, lab):
    status = lab.call("GET", "/apus/status")[1]
    assert az("account show")["id"] == status["subscriptionId"]
    assert [group["name"] for group in az("group list")] == ["web"]
    assert az("group exists -n web") is True
    assert az("group exists -n none") is False
    az("group create -n gone -l local")
    az("group delete -n gone --yes")
    assert az("group exists -n gone") is False


def test_public_addresses_come_from_the_nodes_ranges(network):
    made = network("network public-ip create -g web -n second --sku Standard")["publicIp"]
    assert made["ipAddress"].startswith("10.9.0.1")
    listed = network("network public-ip list -g web")
    assert {"address", "second"} <= {entry["name"] for entry in listed}
    network("network public-ip update -g web -n second --tags owner=web")
    assert network("network public-ip show -g web -n second")["tags"] == {"owner": "web"}
    network("network public-ip delete -g web -n second")
    assert "ResourceNotFound" in network.refused("network public-ip show -g web -n second").stderr


def test_subnets_are_made_and_removed(network):
    network("network vnet create -g web -n other --address-prefix 10.8.0.0/16")
    network("network vnet subnet create -g web --vnet-name other -n a --address-prefixes 10.8.1.0/24")
    assert [s["name"] for s in network("network vnet subnet list -g web --vnet-name other")] == ["a"]
    network("network vnet subnet delete -g web --vnet-name other -n a")
    network("network vnet delete -g web -n other")
    assert [v["name"] for v in network("network vnet list -g web")] == ["vnet"]


def test_frontends(balancer):
    az = balancer
    az("network public-ip create -g web -n extra --sku Standard")
    az("network lb frontend-ip create -g web --lb-name lb -n extra --public-ip-address extra")
    assert {f["name"] for f in az("network lb frontend-ip list -g web --lb-name lb")} \
        == {"frontend", "extra"}
    az("network public-ip create -g web -n moved --sku Standard")
    az("network lb frontend-ip update -g web --lb-name lb -n extra --public-ip-address moved")
    shown = az("network lb frontend-ip show -g web --lb-name lb -n extra")
    assert shown["publicIPAddress"]["id"].endswith("/moved")
    assert "PublicIPAddressCannotBeDeleted" in az.refused("network public-ip delete -g web -n moved").stderr
    az("network lb frontend-ip delete -g web --lb-name lb -n extra")
    for name in ("extra", "moved"):
        az(f"network public-ip delete -g web -n {name}")


def test_pools_and_their_addresses(balancer):
    az = balancer
    az("network lb address-pool create -g web --lb-name lb -n spare")
    az("network lb address-pool address add -g web --lb-name lb --pool-name spare -n one "
       "--ip-address 10.9.0.13 --vnet vnet")
    az("network lb address-pool address update -g web --lb-name lb --pool-name spare -n one "
       "--ip-address 10.9.0.14")
    listed = az("network lb address-pool address list -g web --lb-name lb --pool-name spare")
    assert [entry["ipAddress"] for entry in listed] == ["10.9.0.14"]
    az("network lb address-pool address remove -g web --lb-name lb --pool-name spare -n one")
    assert az("network lb address-pool show -g web --lb-name lb -n spare")[
        "loadBalancerBackendAddresses"] == []
    az("network lb address-pool update -g web --lb-name lb -n spare --drain-period 60")
    assert {p["name"] for p in az("network lb address-pool list -g web --lb-name lb")} == {"pool", "spare"}
    az("network lb address-pool delete -g web --lb-name lb -n spare")


def test_probes(balancer):
    az = balancer
    az("network lb probe create -g web --lb-name lb -n probe --protocol http --port 80 --path /")
    az("network lb probe update -g web --lb-name lb -n probe --interval 5")
    assert az("network lb probe show -g web --lb-name lb -n probe")["intervalInSeconds"] == 5
    assert [p["name"] for p in az("network lb probe list -g web --lb-name lb")] == ["probe"]
    az("network lb probe delete -g web --lb-name lb -n probe")


def test_inbound_nat_and_outbound_rules_are_stored(balancer):
    az = balancer
    az("network lb inbound-nat-rule create -g web --lb-name lb -n ssh --protocol tcp "
       "--frontend-port 2222 --backend-port 22 --frontend-ip frontend")
    az("network lb inbound-nat-rule update -g web --lb-name lb -n ssh --idle-timeout 10")
    assert az("network lb inbound-nat-rule show -g web --lb-name lb -n ssh")["idleTimeoutInMinutes"] == 10
    assert [r["name"] for r in az("network lb inbound-nat-rule list -g web --lb-name lb")] == ["ssh"]
    az("network lb inbound-nat-rule delete -g web --lb-name lb -n ssh")
    az("network lb outbound-rule create -g web --lb-name lb -n out --protocol All "
       "--frontend-ip-configs frontend --address-pool pool --outbound-ports 1024")
    az("network lb outbound-rule update -g web --lb-name lb -n out --idle-timeout 20")
    assert az("network lb outbound-rule show -g web --lb-name lb -n out")["idleTimeoutInMinutes"] == 20
    assert [r["name"] for r in az("network lb outbound-rule list -g web --lb-name lb")] == ["out"]
    az("network lb outbound-rule delete -g web --lb-name lb -n out")


def test_network_interfaces_join_a_pool(network):
    az = network
    az("network lb create -g web -n inner --sku Standard --vnet-name vnet --subnet subnet "
       "--frontend-ip-name frontend --backend-pool-name pool")
    az("network nic create -g web -n nic --vnet-name vnet --subnet subnet --private-ip-address 10.9.0.14")
    az("network nic ip-config address-pool add -g web --nic-name nic --ip-config-name ipconfig1 "
       "--lb-name inner --address-pool pool")
    pool = az("network lb address-pool show -g web --lb-name inner -n pool")
    assert len(pool["backendIPConfigurations"]) == 1
    assert [n["name"] for n in az("network lb list-nic -g web -n inner")] == ["nic"]
    az("network nic ip-config address-pool remove -g web --nic-name nic --ip-config-name ipconfig1 "
       "--lb-name inner --address-pool pool")
    az("network nic delete -g web -n nic")
    az("network lb delete -g web -n inner")
    assert az.refused("network lb show -g web -n inner").returncode == 3


def test_a_floating_rule_carries_traffic(balancer, lab):
    az = balancer
    address = az("network public-ip show -g web -n address")["ipAddress"]
    for number, machine in ((13, "one"), (14, "two")):
        lab.serve(machine)
        lab.on(machine, "ip", "address", "add", f"{address}/32", "dev", "lo")
        for setting in ("arp_ignore=1", "arp_announce=2"):
            lab.on(machine, "sysctl", "-qw", f"net.ipv4.conf.all.{setting}")
        az(f"network lb address-pool address add -g web --lb-name lb --pool-name pool -n {machine} "
           f"--ip-address 10.9.0.{number} --vnet vnet")
    az("network lb probe create -g web --lb-name lb -n http --protocol tcp --port 80 --interval 5")
    rule = az("network lb rule create -g web --lb-name lb -n web --protocol tcp --frontend-port 80 "
              "--backend-port 80 --frontend-ip-name frontend --backend-pool-name pool "
              "--probe-name http --floating-ip true")
    assert rule["enableFloatingIP"] is True

    def answers():
        done = subprocess.run(
            ("ip", "netns", "exec", lab.namespaces["client"], "curl", "-s", "-m", "2",
             f"http://{address}/"), capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None

    assert wait_until("curl is answered through the frontend", answers) in ("one", "two")
    seen = {answers() for _ in range(40)}
    assert {"one", "two"} <= seen
    clash = az.refused(
        "network lb rule create -g web --lb-name lb -n clash --protocol tcp --frontend-port 81 "
        "--backend-port 80 --frontend-ip-name frontend --backend-pool-name pool --floating-ip true")
    assert "RulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled" in clash.stderr
    az("network lb rule update -g web --lb-name lb -n web --idle-timeout 15")
    assert az("network lb rule show -g web --lb-name lb -n web")["idleTimeoutInMinutes"] == 15
    assert [r["name"] for r in az("network lb rule list -g web --lb-name lb")] == ["web"]
    assert answers() in ("one", "two")
    az("network lb rule delete -g web --lb-name lb -n web")
    wait_until("the rule's traffic ends", lambda: answers() is None)


def test_load_balancers_are_listed_and_updated(balancer):
    az = balancer
    az("network lb update -g web -n lb --set tags.owner=web")
    assert az("network lb show -g web -n lb")["tags"] == {"owner": "web"}
    assert [b["name"] for b in az("network lb list -g web")] == ["lb"]
    assert [b["name"] for b in az("network lb list")] == ["lb"]


def test_a_wrong_secret_is_refused(lab, az):
    access = lab.access("wrong-secret")
    done = az.run("login --service-principal --username {clientId} --password wrong "
                  "--tenant {tenantId}".format(**access))
    assert done.returncode != 0
    assert "client secret is wrong" in done.stderr


def test_signing_in_works_in_the_v2_form_too(lab):
    access = lab.access("v2")
    az = CLI.__new__(CLI)
    az.lab = lab
    az.environment = {
        **os.environ,
        "AZURE_CONFIG_DIR": f"{lab.folder}/azure-v2",
        "AZURE_CORE_COLLECT_TELEMETRY": "0",
        "REQUESTS_CA_BUNDLE": access["caFile"],
    }
    az("cloud register --name v2 --skip-endpoint-discovery --endpoint-resource-manager {0} "
       "--endpoint-active-directory {0} --endpoint-active-directory-resource-id {0} "
       "--endpoint-active-directory-graph-resource-id {0} --endpoint-management {0} "
       "--endpoint-gallery {0}".format(access["endpoint"]))
    az("cloud set --name v2")
    az("config set core.instance_discovery=false")
    az("login --service-principal --username {clientId} --password {clientSecret} "
       "--tenant {tenantId}".format(**access))
    assert az("account show")["id"] == access["subscriptionId"]
    assert az("group exists -n none") is False
