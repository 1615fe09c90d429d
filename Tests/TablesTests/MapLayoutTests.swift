import PacketFormats
import Tables
import Testing

/// Every type that the packet program and user space share must lie in memory as both expect.
@Suite struct MapLayoutTests {
    @Test(arguments: MapCatalog.all.map(\.name) + ["lookup_table"])
    func `a map's key and value have no padding at their end`(name: String) throws {
        let inner = MapSpecification(LookupTable.self)
        let map = try #require((MapCatalog.all + [inner]).first { $0.name == name })
        func check<Declaration: MapDeclaration>(_ declaration: Declaration.Type) {
            typealias Key = Declaration.Key
            typealias Value = Declaration.Value
            #expect(MemoryLayout<Key>.size == MemoryLayout<Key>.stride)
            #expect(MemoryLayout<Value>.size == MemoryLayout<Value>.stride)
        }
        check(map.declaration)
        #expect(name.utf8.count <= 15, "the kernel takes 15 characters")
    }

    @Test func `map names are unique`() {
        let names = MapCatalog.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: Self.samples.map(\.name))
    func `the fields of a shared type fill it without gaps`(name: String) throws {
        let sample = try #require(Self.samples.first { $0.name == name })
        func size<Value>(of value: Value) -> Int { MemoryLayout<Value>.size }
        let fields = Mirror(reflecting: sample.value).children.map {
            _openExistential($0.value, do: size)
        }
        #expect(fields.reduce(0, +) == sample.size)
    }

    /// What is read without the type's help, or must not lie in two cache lines.
    @Test func `places in arrays begin where they are looked for`() {
        #expect(MemoryLayout<CachedPin>.stride == 64)
        #expect(MemoryLayout<CachedPin>.offset(of: \.pin.expires) == 0)
        #expect(MemoryLayout<FragmentPlace>.stride == 64)
        #expect(MemoryLayout<FragmentSet>.stride.isMultiple(of: 64))
        #expect(MemoryLayout<FragmentSet>.offset(of: \.ends) == 0)
        #expect(MemoryLayout<FragmentSet>.offset(of: \.tags) == 32)
        #expect(MemoryLayout<FragmentSet>.offset(of: \.places) == FragmentSet.headLength)
    }

    private struct Sample: @unchecked Sendable {  // Safe because: the values are plain bytes.
        let name: String
        let value: Any
        let size: Int
    }

    private static func sample<Value: BitwiseCopyable>(_ type: Value.Type) -> Sample {
        let size = MemoryLayout<Value>.size
        let zeros = [UInt8](repeating: 0, count: size)
        let value = zeros.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
        return Sample(name: "\(Value.self)", value: value, size: size)
    }

    private static let samples = [
        sample(FrontendKey.self), sample(FrontendEntry.self), sample(TransitKey.self),
        sample(CachedFrontend.self),
        sample(ReplyKey.self), sample(ReplyEntry.self), sample(BackendEntry.self),
        sample(LookupSlot.self), sample(FlowKey.self), sample(MemberLinkKey.self),
        sample(PinEntry.self), sample(CachedPin.self), sample(FragmentKey.self),
        sample(FragmentEntry.self), sample(FragmentPlace.self), sample(FragmentSet.self),
        sample(InterfaceEntry.self), sample(EgressEntry.self),
        sample(RuleCounters.self), sample(EthernetHeader.self), sample(IPv4Header.self),
        sample(IPv6Header.self), sample(TCPHeader.self), sample(UDPHeader.self),
        sample(ARPPacket.self), sample(NeighbourMessage.self), sample(IPv6ExtensionHeader.self),
    ]

    @Test func `fields lie at the offsets that the kernel and the wire give them`() {
        #expect(MemoryLayout<FrontendKey>.offset(of: \.port) == 16)
        #expect(MemoryLayout<FrontendKey>.offset(of: \.transport) == 18)
        #expect(MemoryLayout<ReplyKey>.offset(of: \.port) == 16)
        #expect(MemoryLayout<ReplyKey>.offset(of: \.transport) == 18)
        #expect(MemoryLayout<FrontendEntry>.offset(of: \.rule) == 24)
        #expect(MemoryLayout<FrontendEntry>.offset(of: \.ethernet) == 36)
        #expect(MemoryLayout<BackendEntry>.offset(of: \.destination) == 16)
        #expect(MemoryLayout<BackendEntry>.offset(of: \.interface) == 28)
        #expect(MemoryLayout<LookupSlot>.size == 4)
        #expect(MemoryLayout<LookupSlots>.size == 262_152)
        #expect(MemoryLayout<RuleCounters>.offset(of: \.drops) == 48)
        #expect(MemoryLayout<EthernetHeader>.size == 14)
        #expect(MemoryLayout<IPv4Header>.offset(of: \.destination) == 16)
        #expect(MemoryLayout<IPv6Header>.offset(of: \.destination) == 24)
        #expect(MemoryLayout<TCPHeader>.offset(of: \.checksum) == 16)
        #expect(MemoryLayout<ARPPacket>.offset(of: \.targetHigh) == 24)
    }

    @Test func `every drop reason has a counter`() {
        for reason in DropReason.allCases { #expect(reason.rawValue < 16) }
    }
}
