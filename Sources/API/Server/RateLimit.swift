import HTTPTypes
import Hummingbird
import Synchronization

/// Bounds how many requests a caller makes; the local socket is not bounded.
final class RateLimit: RouterMiddleware {
    /// What a caller has left.
    private struct Bucket {
        var tokens: Double
        var filled: ContinuousClock.Instant
    }

    /// How many requests a second a caller may make for long.
    static let rate = 100.0
    /// How many requests a caller may make at once.
    static let burst = 1000.0
    /// How many callers are told apart; when there are more, all begin anew.
    private static let callers = 10_000

    private let buckets = Mutex<[String: Bucket]>([:])

    /// Makes a limit that nobody has used up.
    init() {}

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let caller = context.remoteAddress?.ipAddress ?? "unknown"
        guard context.isLocal || take(caller, now: .now) else {
            throw ARMError(
                .tooManyRequests,
                "TooManyRequests",
                """
                More than \(Int(Self.rate)) requests a second came from \(caller). Retry after a \
                second.
                """,
                headers: [.retryAfter: "1"]
            )
        }
        return try await next(request, context)
    }

    private func take(_ caller: String, now: ContinuousClock.Instant) -> Bool {
        buckets.withLock { buckets in
            if buckets.count >= Self.callers { buckets.removeAll(keepingCapacity: true) }
            var bucket = buckets[caller] ?? Bucket(tokens: Self.burst, filled: now)
            let gained = (now - bucket.filled) / .seconds(1) * Self.rate
            bucket.tokens = min(Self.burst, bucket.tokens + gained)
            bucket.filled = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[caller] = bucket
            return isAllowed
        }
    }
}
