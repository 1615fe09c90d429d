import Resources
import Testing

struct ResourceIDTests {
    private let text = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/"

    @Test func `ids compare without regard to case and keep theirs`() throws {
        let upper = try #require(ResourceID(text + "loadBalancers/LB"))
        let lower = try #require(ResourceID(text.lowercased() + "loadbalancers/lb"))
        #expect(upper == lower)
        #expect(Set([upper, lower]).count == 1)
        #expect(upper.description == text + "loadBalancers/LB")
    }

    @Test func `an id knows its name, its type and its parent`() throws {
        let id = try #require(ResourceID(text + "loadBalancers/lb/probes/p"))
        #expect(id.name == "p")
        #expect(id.type == "Microsoft.Network/loadBalancers/probes")
        #expect(id.parent?.description == text + "loadBalancers/lb")
        #expect(id.root == id.parent)
        #expect(id.root.parent == nil)
        #expect(id.root.child("probes", "p") == id)
    }

    @Test func `a resource deep inside a scale set has its network interface as parent`() throws {
        let scaleSet =
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/"
            + "virtualMachineScaleSets/set/virtualMachines/0/networkInterfaces/nic"
        let id = try #require(ResourceID(scaleSet + "/ipConfigurations/ip"))
        #expect(id.parent?.description == scaleSet)
    }

    @Test func `a slash at the end is dropped`() {
        #expect(ResourceID(text + "loadBalancers/lb/")?.description == text + "loadBalancers/lb")
    }

    @Test(arguments: [
        "", "/", "lb", "loadBalancers/lb", "/subscriptions/s/resourceGroups/rg",
        "/subscriptions/s/providers/Microsoft.Network",
        "/providers/Microsoft.Network/loadBalancers",
        "/subscriptions/s//providers/Microsoft.Network/loadBalancers/lb",
        "/subscriptions/s/providers/Microsoft.Network/loadBalancers/lb/probes",
        "/subscriptions/s/providers/Microsoft.Network/loadBalancers/lb//",
    ])
    func `text that is not an id is refused`(text: String) {
        #expect(ResourceID(text) == nil)
    }
}
