/// What the packet program has decided for a frame (`enum xdp_action`).
enum XDPAction {
    static let transmit: UInt32 = 3
    static let redirect: UInt32 = 4
}
