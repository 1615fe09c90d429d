/// What a packet program can do with a frame (`enum xdp_action`).
enum XDPAction {
    static let drop: UInt32 = 1
    static let pass: UInt32 = 2
    static let transmit: UInt32 = 3
    static let redirect: UInt32 = 4
}
