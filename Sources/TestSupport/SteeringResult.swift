import Addresses
import PacketFormats

/// Where a frame went, and what of its destination was written on the way.
public struct SteeringResult: Equatable, Sendable {
    /// The backend that the frame was sent to.
    public var backend: UInt16
    /// Whether the destination address is still the frontend's.
    public var keepsAddress: Bool
    /// The destination port.
    public var port: UInt16

    /// Makes a result, to compare with.
    public init(backend: UInt16, keepsAddress: Bool, port: UInt16) {
        self.backend = backend
        self.keepsAddress = keepsAddress
        self.port = port
    }

    /// Reads a transmitted frame; `nil` when it is for none of the model's backends.
    public init?(_ frame: [UInt8]) {
        let backend = SteeringModel.backends.first {
            frame.starts(with: FixtureWorld.member(UInt8($0)).bytes)
        }
        guard let backend, frame.count >= 38 else { return nil }
        let destination = Array(frame[30..<34])
        let own = SteeringTables.address(of: backend).bytes
        guard destination == SteeringFlow.frontend.bytes || destination == own else { return nil }
        self.backend = backend
        keepsAddress = destination == SteeringFlow.frontend.bytes
        port = UInt16(frame[36]) << 8 | UInt16(frame[37])
    }
}
