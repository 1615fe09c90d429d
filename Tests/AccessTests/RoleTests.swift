import Access
import Testing

@Suite("Roles")
struct RoleTests {
    @Test func `Root on the local socket may change everything`() {
        #expect(Principal.root.role == .contributor)
    }
}
