import Linux

/// What the kernel tests need; a machine that has it must run them.
enum KernelCapability {
    static var isPresent: Bool {
        get throws {
            let effective = try Capability.effective()
            return effective.contains(.bpf) && effective.contains(.netAdmin)
        }
    }
}
