import BPF
import Foundation
import Testing

struct BPFErrorTests {
    private func failure(_ operation: String, _ errno: Int32) -> String {
        BPFError.callFailed(operation: operation, object: "eth0", errno: errno).description
    }

    @Test func `the kernel's word is given with what was done, and to what`() {
        #expect(failure("read from", EINVAL) == "cannot read from eth0: Invalid argument")
        #expect(failure("read from", 4095) == "cannot read from eth0: error 4095")
    }

    @Test func `a remedy is given only for the operation that it is for`() {
        let attached = "another XDP program is attached"
        #expect(failure("attach p in native mode to", EBUSY).contains(attached))
        #expect(failure("attach p in native mode to", EEXIST).contains(attached))
        #expect(!failure("pin", EEXIST).contains(attached))
        #expect(!failure("unpin", EBUSY).contains(attached))
        #expect(failure("write to", E2BIG).hasSuffix("; the table is full"))
        #expect(!failure("create", E2BIG).contains("the table is full"))
        #expect(failure("attach p in native mode to", EOPNOTSUPP).contains("mode: generic"))
        #expect(!failure("read from", EOPNOTSUPP).contains("mode: generic"))
    }

    @Test func `a missing privilege is named`() {
        let error = BPFError.noPrivilege(operation: "create map frontends")
        #expect(error.description.hasPrefix("cannot create map frontends: not permitted"))
        for name in ["root", "CAP_SYS_ADMIN", "CAP_NET_ADMIN"] {
            #expect(error.description.contains(name))
        }
    }

    @Test func `a pinned map of another version says how to begin anew`() {
        let error = BPFError.mapMismatch(map: "backends", found: "A", expected: "B")
        #expect(error.description.contains("'backends' has A, this version needs B"))
        #expect(error.description.contains("'apusd detach'"))
    }

    @Test func `a rejection shows the verifier's lines, indented`() {
        let error = BPFError.programRejected(name: "p", errno: EACCES, log: ["one", "two"])
        #expect(error.description.hasSuffix("the end of its log:\n    one\n    two"))
    }
}
