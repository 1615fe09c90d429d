import API
import HTTPTypes
import Resources
import Testing

@Suite("ARM errors")
struct ARMErrorTests {
    @Test func `An error without details has none in its body`() {
        let error = ARMError(.badRequest, "Code", "What is wrong.")
        #expect(
            error.json == .object(["code": .string("Code"), "message": .string("What is wrong.")])
        )
    }
}
