"""What the API bounds: bodies, headers, and how many requests somebody may make."""

import http.client
import ssl


def connection(lab, access):
    trust = ssl.create_default_context(cafile=access["caFile"])
    host, port = access["endpoint"].removeprefix("https://").split(":")
    with lab.entered("node"):
        found = http.client.HTTPSConnection(host, int(port), context=trust, timeout=60)
        found.connect()
    return found


def test_a_body_that_is_too_large_is_refused(lab):
    subscription = lab.call("GET", "/apus/status")[1]["subscriptionId"]
    path = f"/subscriptions/{subscription}/resourcegroups/web?api-version=2024-11-01"
    status, answer, _ = lab.call("PUT", path, {"location": "local", "tags": {"a": "x" * (17 << 20)}})
    assert (status, answer["error"]["code"]) == (413, "RequestEntityTooLarge")
    assert lab.call("GET", "/apus/status")[0] == 200


def test_headers_that_are_too_large_end_the_connection(lab):
    access = lab.access("headers")
    asking = connection(lab, access)
    try:
        asking.request("GET", "/apus/openapi.json", headers={"X-Large": "x" * 100_000})
        status = asking.getresponse().status
    except (http.client.HTTPException, OSError):
        status = 431
    assert status in (400, 431)
    asking.close()
    assert lab.call("GET", "/apus/status")[0] == 200


def test_somebody_who_asks_too_often_has_to_wait(lab):
    access = lab.access("eager")
    asking = connection(lab, access)
    seen = set()
    for _ in range(6000):
        asking.request("GET", "/metadata/endpoints?api-version=2022-09-01")
        answer = asking.getresponse()
        answer.read()
        seen.add(answer.status)
        if answer.status == 429:
            assert answer.headers["Retry-After"] == "1"
            break
    asking.close()
    assert seen == {200, 429}
    assert lab.call("GET", "/apus/status")[0] == 200, "root on the node is not kept waiting"
