import Addresses
import ControlPlane
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Resources

extension Operations {
    /// What the node finds of itself and its guests.
    static var diagnosis: [Operation] {
        [
            Operation(
                method: .get,
                path: "/apus/doctor",
                id: "Apus_Doctor",
                summary: "Walks the way of one rule, or of all, and says what is in the way.",
                answers: [200: "Diagnosis"],
                query: [
                    QueryParameter(
                        name: "rule",
                        summary: "The rule's name or id; all, if not given."
                    )
                ],
                handler: diagnose
            ),
            Operation(
                method: .get,
                path: "/apus/metrics",
                id: "Apus_Metrics",
                summary: "Gets what the node counts and knows, as Prometheus reads it.",
                answers: [200: "Metrics"]
            ) { call in
                let text = await call.state.metrics()
                return Response(
                    status: .ok,
                    headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: text))
                )
            },
            Operation(
                method: .put,
                path: "/apus/guests/{address}",
                id: "Apus_PutGuestReport",
                summary: "Takes what a guest has found of itself; readers may send it.",
                body: "GuestReport",
                answers: [204: nil],
                handler: putGuestReport
            ),
        ]
    }

    private static func diagnose(_ call: Call) async throws -> Response {
        guard let diagnose = call.state.diagnose else {
            throw ARMError(.notFound, "NoDataPlane", "This node has no data plane to look at.")
        }
        do {
            let data = try JSONEncoder().encode(try await diagnose(call.query("rule")))
            return try .json(try JSONDecoder().decode(JSONValue.self, from: data))
        } catch let error as DoctorError {
            throw ARMError(.notFound, "RuleNotFound", "\(error)")
        }
    }

    private static func putGuestReport(_ call: Call) async throws -> Response {
        let text = try call.parameter("address")
        guard let address = IPAddress(text) else {
            throw ARMError(
                .badRequest,
                "InvalidParameter",
                "'\(text.prefix(60))' is not an IPv4 or IPv6 address."
            )
        }
        var report: GuestReport
        do {
            let data = Data(try await call.body().encoded())
            report = try JSONDecoder().decode(GuestReport.self, from: data)
        } catch let error as DecodingError {
            throw ARMError(.badRequest, "InvalidRequestContent", "The report: \(error)")
        }
        guard report.items.count <= GuestReports.items else {
            throw ARMError(
                .badRequest,
                "InvalidRequestContent",
                "The report names \(report.items.count) things; at most \(GuestReports.items) are read."
            )
        }
        report.time = Date().timeIntervalSince1970
        guard await call.state.guests.put(report, of: address.description) else {
            throw ARMError(.tooManyRequests, "TooManyGuests", "No more guests' reports are kept.")
        }
        return .empty(.noContent)
    }
}
