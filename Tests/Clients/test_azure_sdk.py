"""The unmodified Azure Python SDK against a real node: every operation that it has for load balancers."""

import socket
import time

import pytest
from azure.core.exceptions import (
    ClientAuthenticationError, HttpResponseError, ResourceNotFoundError)
from azure.identity import ClientSecretCredential
from azure.mgmt.network import NetworkManagementClient

from lab import wait_until

GROUP = "web"


@pytest.fixture(scope="module")
def node(lab):
    with lab.entered("node"):
        yield lab


def connect(access):
    credential = ClientSecretCredential(
        tenant_id="adfs", client_id=access["clientId"], client_secret=access["clientSecret"],
        authority=access["endpoint"], connection_verify=access["caFile"])
    return NetworkManagementClient(
        credential, access["subscriptionId"], base_url=access["endpoint"],
        credential_scopes=[access["endpoint"] + "/.default"], connection_verify=access["caFile"])


@pytest.fixture(scope="module")
def access(node):
    return node.access("azure-sdk")


@pytest.fixture(scope="module")
def client(access, node):
    status, _, _ = node.call(
        "PUT", f"/subscriptions/{access['subscriptionId']}/resourcegroups/{GROUP}?api-version=2024-11-01",
        {"location": "local"})
    assert status == 201
    return connect(access)


@pytest.fixture(scope="module")
def base(access):
    return (f"/subscriptions/{access['subscriptionId']}/resourceGroups/{GROUP}"
            "/providers/Microsoft.Network")


@pytest.fixture(scope="module")
def network(client):
    made = client.virtual_networks.begin_create_or_update(GROUP, "vnet", {
        "location": "local",
        "properties": {"addressSpace": {"addressPrefixes": ["10.9.0.0/24"]},
                       "subnets": [{"name": "subnet", "properties": {"addressPrefix": "10.9.0.0/24"}}]},
    }).result()
    assert made.properties.provisioning_state == "Succeeded"
    for name in ("first", "second"):
        address = client.public_ip_addresses.begin_create_or_update(GROUP, name, {
            "location": "local", "sku": {"name": "Standard"},
            "properties": {"publicIPAllocationMethod": "Static"}}).result()
        assert address.properties.ip_address.startswith("10.9.0.1")
    return client


def balancer_body(base, name="lb", address="first", port=80, members=("10.9.0.13", "10.9.0.14")):
    own = f"{base}/loadBalancers/{name}"
    return {
        "location": "local", "sku": {"name": "Standard"}, "tags": {"made": "by-sdk"},
        "properties": {
            "frontendIPConfigurations": [{"name": "fe", "properties": {
                "publicIPAddress": {"id": f"{base}/publicIPAddresses/{address}"}}}],
            "backendAddressPools": [{"name": "pool", "properties": {"loadBalancerBackendAddresses": [
                {"name": member, "properties": {"ipAddress": member}} for member in members]}}],
            "probes": [{"name": "probe", "properties": {
                "protocol": "Tcp", "port": port, "intervalInSeconds": 5}}],
            "loadBalancingRules": [{"name": "rule", "properties": {
                "protocol": "Tcp", "frontendPort": port, "backendPort": port, "enableFloatingIP": True,
                "frontendIPConfiguration": {"id": f"{own}/frontendIPConfigurations/fe"},
                "backendAddressPool": {"id": f"{own}/backendAddressPools/pool"},
                "probe": {"id": f"{own}/probes/probe"}}}],
            "inboundNatRules": [{"name": "nat", "properties": {
                "protocol": "Tcp", "frontendPortRangeStart": 5000, "frontendPortRangeEnd": 5010,
                "backendPort": 22,
                "frontendIPConfiguration": {"id": f"{own}/frontendIPConfigurations/fe"},
                "backendAddressPool": {"id": f"{own}/backendAddressPools/pool"}}}],
        },
    }


@pytest.fixture(scope="module")
def balancer(network, base):
    network.load_balancers.begin_create_or_update(GROUP, "lb", balancer_body(base)).result()
    return network


def refused(work, kind=HttpResponseError):
    with pytest.raises(kind) as found:
        work()
    return found.value


def test_a_load_balancer_is_written_read_listed_and_tagged(balancer, base):
    got = balancer.load_balancers.get(GROUP, "LB")
    assert got.properties.provisioning_state == "Succeeded"
    assert got.properties.load_balancing_rules[0].properties.enable_floating_ip is True
    assert got.properties.load_balancing_rules[0].properties.idle_timeout_in_minutes == 4
    assert [b.name for b in balancer.load_balancers.list(GROUP)] == ["lb"]
    assert [b.name for b in balancer.load_balancers.list_all()] == ["lb"]
    tagged = balancer.load_balancers.update_tags(GROUP, "lb", {"tags": {"owner": "web"}})
    assert tagged.tags == {"owner": "web"}
    back = balancer.load_balancers.begin_create_or_update(GROUP, "lb", tagged).result()
    assert back.etag == tagged.etag, "what was read and is written back changes nothing"


def test_children_are_read_and_listed(balancer):
    kinds = [
        (balancer.load_balancer_frontend_ip_configurations, "fe"),
        (balancer.load_balancer_backend_address_pools, "pool"),
        (balancer.load_balancer_load_balancing_rules, "rule"),
        (balancer.load_balancer_probes, "probe"),
        (balancer.inbound_nat_rules, "nat"),
    ]
    for operations, name in kinds:
        assert operations.get(GROUP, "lb", name).name == name
        assert [child.name for child in operations.list(GROUP, "lb")] == [name]
        missing = refused(lambda: operations.get(GROUP, "lb", "none"), ResourceNotFoundError)
        assert missing.error.code == "NotFound"
    assert list(balancer.load_balancer_outbound_rules.list(GROUP, "lb")) == []
    assert list(balancer.load_balancer_network_interfaces.list(GROUP, "lb")) == []


def test_a_pool_is_written_and_deleted(balancer):
    pools = balancer.load_balancer_backend_address_pools
    made = pools.begin_create_or_update(GROUP, "lb", "more", {"properties": {
        "loadBalancerBackendAddresses": [{"name": "m", "properties": {"ipAddress": "10.9.0.77"}}]}}).result()
    assert made.properties.load_balancer_backend_addresses[0].properties.ip_address == "10.9.0.77"
    pools.begin_delete(GROUP, "lb", "more").result()
    assert [p.name for p in pools.list(GROUP, "lb")] == ["pool"]


def test_an_inbound_nat_rule_is_written_and_deleted(balancer, base):
    rules = balancer.inbound_nat_rules
    made = rules.begin_create_or_update(GROUP, "lb", "ssh", {"properties": {
        "protocol": "Tcp", "frontendPort": 2222, "backendPort": 22,
        "frontendIPConfiguration": {"id": f"{base}/loadBalancers/lb/frontendIPConfigurations/fe"}}}).result()
    assert made.properties.frontend_port == 2222
    rules.begin_delete(GROUP, "lb", "ssh").result()
    assert [r.name for r in rules.list(GROUP, "lb")] == ["nat"]


def test_port_mappings_of_a_member(balancer):
    found = balancer.load_balancers.begin_list_inbound_nat_rule_port_mappings(
        GROUP, "lb", "pool", {"ipAddress": "10.9.0.14"}).result()
    mapping = found.inbound_nat_rule_port_mappings[0]
    assert (mapping.inbound_nat_rule_name, mapping.frontend_port, mapping.backend_port) == ("nat", 5001, 22)


def test_health_of_a_rule(balancer, node):
    node.serve("one")
    rules = balancer.load_balancer_load_balancing_rules

    def health():
        return rules.begin_health(GROUP, "lb", "rule").result()

    wait_until("one member is up and one down", lambda: (health().up, health().down) == (1, 1), 40)
    states = {a.ip_address: (a.state, a.reason) for a in health().load_balancer_backend_addresses}
    assert states["10.9.0.13"] == ("Up", "Up_Probe_Success")
    assert states["10.9.0.14"][0] == "Down"


def test_addresses_are_exchanged(balancer, base):
    body = balancer_body(base, "lb2", "second", port=81, members=("10.9.0.13",))
    # Two inbound NAT rules may not lead to one port of one member.
    del body["properties"]["inboundNatRules"]
    balancer.load_balancers.begin_create_or_update(GROUP, "lb2", body).result()
    fe = lambda name: f"{base}/loadBalancers/{name}/frontendIPConfigurations/fe"
    address = lambda name: {"publicIPAddress": {"id": f"{base}/publicIPAddresses/{name}"}}
    balancer.load_balancers.begin_swap_public_ip_addresses("local", {"frontendIPConfigurations": [
        {"id": fe("lb"), "properties": address("second")},
        {"id": fe("lb2"), "properties": address("first")}]}).result()
    got = balancer.load_balancers.get(GROUP, "lb2")
    assert got.properties.frontend_ip_configurations[0].properties.public_ip_address.id.endswith("/first")
    balancer.load_balancers.begin_delete(GROUP, "lb2").result()
    refused(lambda: balancer.load_balancers.get(GROUP, "lb2"), ResourceNotFoundError)


def is_announced(node, address, work):
    """Whether gratuitous ARP names an address on the client's segment once work is done."""
    with node.entered("client"):
        listener = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
    listener.bind(("eth0", 0x0806))
    listener.settimeout(0.1)
    with listener:
        work()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                frame = listener.recv(2048)
            except TimeoutError:
                continue
            # Other frontends may be announced at the same time: each is three times.
            if frame[28:32] == frame[38:42] == socket.inet_aton(address):
                return True
        return False


def is_answered(node, address):
    """Whether somebody on the client's segment answers when ARP asks for an address."""
    with node.entered("client"):
        asking = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
    asking.bind(("eth0", 0x0806))
    asking.settimeout(0.2)
    with asking:
        own = asking.getsockname()[4]
        question = (b"\xff" * 6 + own + b"\x08\x06" + b"\x00\x01\x08\x00\x06\x04\x00\x01" + own
                    + socket.inet_aton("10.9.0.12") + b"\x00" * 6 + socket.inet_aton(address))
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            asking.send(question)
            try:
                frame = asking.recv(2048)
            except TimeoutError:
                continue
            if frame[20:22] == b"\x00\x02" and frame[28:32] == socket.inet_aton(address):
                return True
    return False


def test_a_frontend_is_announced_when_it_is_made_and_when_it_moves(network, node):
    def write(address):
        return lambda: network.load_balancers.begin_create_or_update(GROUP, "spoken", {
            "location": "local", "properties": {"frontendIPConfigurations": [
                {"name": "fe", "properties": {"privateIPAddress": address}}]}}).result()

    assert is_announced(node, "10.9.0.201", write("10.9.0.201"))
    assert is_announced(node, "10.9.0.202", write("10.9.0.202"))

    def answers(address):
        return is_answered(node, address)

    assert answers("10.9.0.202"), "the node answers for the address that the frontend has"
    assert not answers("10.9.0.201"), "and no longer for the one that it had"
    network.load_balancers.begin_delete(GROUP, "spoken").result()
    assert not answers("10.9.0.202")


def test_a_pool_of_interfaces_becomes_one_of_addresses(network, base):
    body = {"location": "local", "properties": {
        "frontendIPConfigurations": [{"name": "fe", "properties": {
            "subnet": {"id": f"{base}/virtualNetworks/vnet/subnets/subnet"}}}],
        "backendAddressPools": [{"name": "pool"}]}}
    made = network.load_balancers.begin_create_or_update(GROUP, "inner", body).result()
    assert made.properties.frontend_ip_configurations[0].properties.private_ip_address
    network.network_interfaces.begin_create_or_update(GROUP, "nic", {"location": "local", "properties": {
        "ipConfigurations": [{"name": "ip", "properties": {
            "privateIPAddress": "10.9.0.14", "privateIPAllocationMethod": "Static",
            "subnet": {"id": f"{base}/virtualNetworks/vnet/subnets/subnet"},
            "loadBalancerBackendAddressPools": [
                {"id": f"{base}/loadBalancers/inner/backendAddressPools/pool"}]}}]}}).result()
    assert [n.name for n in network.load_balancer_network_interfaces.list(GROUP, "inner")] == ["nic"]
    assert network.load_balancers.migrate_to_ip_based(GROUP, "inner", {"pools": ["pool"]}).migrated_pools == ["pool"]
    pool = network.load_balancer_backend_address_pools.get(GROUP, "inner", "pool")
    assert pool.properties.load_balancer_backend_addresses[0].properties.ip_address == "10.9.0.14"
    network.load_balancers.begin_delete(GROUP, "inner").result()
    network.network_interfaces.begin_delete(GROUP, "nic").result()


def test_floating_ip_on_a_secondary_ip_configuration_is_refused(network, base):
    subnet = {"id": f"{base}/virtualNetworks/vnet/subnets/subnet"}
    network.load_balancers.begin_create_or_update(GROUP, "inner", {"location": "local", "properties": {
        "frontendIPConfigurations": [{"name": "fe", "properties": {"subnet": subnet}}],
        "backendAddressPools": [{"name": "pool"}],
        "loadBalancingRules": [{"name": "rule", "properties": {
            "protocol": "Tcp", "frontendPort": 80, "backendPort": 80, "enableFloatingIP": True,
            "frontendIPConfiguration": {"id": f"{base}/loadBalancers/inner/frontendIPConfigurations/fe"},
            "backendAddressPool": {"id": f"{base}/loadBalancers/inner/backendAddressPools/pool"}}}]}}).result()
    pools = [{"id": f"{base}/loadBalancers/inner/backendAddressPools/pool"}]
    nic = {"location": "local", "properties": {"ipConfigurations": [
        {"name": "main", "properties": {"primary": True, "subnet": subnet}},
        {"name": "extra", "properties": {"subnet": subnet, "loadBalancerBackendAddressPools": pools}}]}}
    error = refused(lambda: network.network_interfaces.begin_create_or_update(GROUP, "nic2", nic).result())
    assert error.error.code == "FloatingIPNotSupportedOnSecondaryIPConfiguration"
    network.load_balancers.begin_delete(GROUP, "inner").result()


CLASHES = {
    "RulesUseSameBackendPortProtocolAndPool": False,
    "RulesUseSameBackendPortProtocolAndPoolAndFrontendIPWithFloatingIPEnabled": True,
}


@pytest.mark.parametrize("code", CLASHES)
def test_rules_that_clash_are_refused(balancer, base, code):
    body = balancer_body(base)
    rule = body["properties"]["loadBalancingRules"][0]
    rule["properties"]["enableFloatingIP"] = CLASHES[code]
    body["properties"]["loadBalancingRules"].append(
        {"name": "other", "properties": {**rule["properties"], "frontendPort": 8080}})
    error = refused(lambda: balancer.load_balancers.begin_create_or_update(GROUP, "lb", body).result())
    assert error.status_code == 400
    assert error.error.code == code
    assert error.error.details


@pytest.mark.parametrize("change, code", [
    (lambda p: p["loadBalancingRules"][0]["properties"]["probe"].update(id=p["loadBalancingRules"][0]["properties"]["probe"]["id"] + "x"),
     "InvalidResourceReference"),
    (lambda p: p.update(frontendIPConfigurations=[]), "LoadBalancerWithoutFrontendIPCantHaveChildResources"),
    (lambda p: p["loadBalancingRules"][0]["properties"].update(frontendPort=70000), "PortOutOfRange"),
    (lambda p: p["loadBalancingRules"][0].update(name="a b"), "InvalidResourceName"),
    (lambda p: p["loadBalancingRules"][0]["properties"].update(protocol="Icmp"), "InvalidRequestFormat"),
    (lambda p: p["probes"].append(p["probes"][0]), "DuplicateResourceName"),
])
def test_what_is_wrong_is_refused_with_its_code(balancer, base, change, code):
    body = balancer_body(base)
    change(body["properties"])
    error = refused(lambda: balancer.load_balancers.begin_create_or_update(GROUP, "lb", body).result())
    assert error.status_code == 400
    assert error.error.code == code


def test_an_old_version_is_not_overwritten(balancer):
    error = refused(lambda: balancer.load_balancers.begin_create_or_update(
        GROUP, "lb", balancer.load_balancers.get(GROUP, "lb"), headers={"If-Match": 'W/"old"'}).result())
    assert (error.status_code, error.error.code) == (412, "PreconditionFailed")


def test_what_is_in_use_is_not_deleted(balancer):
    frontend = balancer.load_balancer_frontend_ip_configurations.get(GROUP, "lb", "fe")
    address = frontend.properties.public_ip_address.id.rsplit("/", 1)[1]
    error = refused(lambda: balancer.public_ip_addresses.begin_delete(GROUP, address).result())
    assert error.error.code == "PublicIPAddressCannotBeDeleted"


def test_a_missing_resource_and_group_are_told_apart(client):
    gone = refused(lambda: client.load_balancers.get(GROUP, "none"), ResourceNotFoundError)
    assert gone.error.code == "ResourceNotFound"
    group = refused(lambda: client.load_balancers.get("none", "none"), ResourceNotFoundError)
    assert group.error.code == "ResourceGroupNotFound"


def test_what_the_data_plane_refuses_is_reported_as_failed(balancer, base):
    body = balancer_body(base, "far", "second", port=82, members=("192.168.77.1",))
    balancer.public_ip_addresses.begin_create_or_update(GROUP, "third", {"location": "local"}).result()
    body["properties"]["frontendIPConfigurations"][0]["properties"]["publicIPAddress"]["id"] = \
        f"{base}/publicIPAddresses/third"
    error = refused(lambda: balancer.load_balancers.begin_create_or_update(GROUP, "far", body).result())
    assert error.error.code == "BackendAddressNotReachable"
    assert "192.168.77.1" in error.error.message
    assert balancer.load_balancers.get(GROUP, "far").properties.provisioning_state == "Failed"
    balancer.load_balancers.begin_delete(GROUP, "far").result()


def test_asynchronous_answers_are_followed(balancer, base):
    headers = {"Prefer": "respond-async"}
    made = balancer.load_balancers.begin_create_or_update(
        GROUP, "later", {"location": "local"}, headers=headers).result()
    assert made.name == "later" and made.properties.provisioning_state == "Succeeded"
    balancer.load_balancers.begin_delete(GROUP, "later", headers=headers).result()
    refused(lambda: balancer.load_balancers.get(GROUP, "later"), ResourceNotFoundError)
    health = balancer.load_balancer_load_balancing_rules.begin_health(
        GROUP, "lb", "rule", headers=headers).result()
    assert health.up + health.down == 2


def test_a_reader_reads_and_changes_nothing(node, balancer):
    reader = connect(node.access("reading", "reader"))
    assert reader.load_balancers.get(GROUP, "lb").name == "lb"
    assert reader.load_balancer_load_balancing_rules.begin_health(GROUP, "lb", "rule").result().up >= 0
    error = refused(lambda: reader.load_balancers.begin_delete(GROUP, "lb").result())
    assert (error.status_code, error.error.code) == (403, "AuthorizationFailed")


def test_a_tenants_own_token_endpoint_serves_too(node, balancer):
    access = node.access("tenant")
    credential = ClientSecretCredential(
        tenant_id=access["tenantId"], client_id=access["clientId"],
        client_secret=access["clientSecret"], authority=access["endpoint"],
        connection_verify=access["caFile"], disable_instance_discovery=True)
    client = NetworkManagementClient(
        credential, access["subscriptionId"], base_url=access["endpoint"],
        credential_scopes=[access["endpoint"] + "/.default"], connection_verify=access["caFile"])
    assert client.load_balancers.get(GROUP, "lb").name == "lb"


def test_revoked_access_ends_at_once(node, balancer):
    revoked = connect(node.access("revoked"))
    assert revoked.load_balancers.get(GROUP, "lb").name == "lb"
    assert node.call("DELETE", "/apus/access/revoked")[0] == 200
    error = refused(lambda: revoked.load_balancers.get(GROUP, "lb"), ClientAuthenticationError)
    assert error.status_code == 401


def test_nothing_that_was_acknowledged_is_lost_when_the_daemon_is_killed(node, access, balancer):
    before = balancer.load_balancers.get(GROUP, "lb").as_dict()
    balancer.load_balancers.update_tags(GROUP, "lb", {"tags": {"round": "last"}})
    node.kill()
    node.start()
    after = connect(access).load_balancers.get(GROUP, "lb").as_dict()
    assert after["tags"] == {"round": "last"}
    assert after["properties"]["loadBalancingRules"][0]["properties"] \
        == before["properties"]["loadBalancingRules"][0]["properties"]
