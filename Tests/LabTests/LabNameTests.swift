import Lab
import Testing

struct LabNameTests {
    @Test func `a lab's name is read back from its namespaces`() {
        let name = LabName(owner: 4711, number: 2)
        #expect(name.description == "apus-4711-2")
        #expect(name.namespace(of: "client") == "apus-4711-2-client")
        #expect(LabName(prefixOf: "apus-4711-2-client") == name)
        #expect(LabName(prefixOf: "apus-4711-2") == name)
    }

    @Test(arguments: ["apus", "apus-1", "apus-x-1", "apus-0-1", "apus-1-0", "a-1-1", ""])
    func `other namespaces belong to no lab`(text: String) {
        #expect(LabName(prefixOf: text) == nil)
    }
}
