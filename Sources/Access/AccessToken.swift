import Foundation
import JWTKit

/// What a token says (RFC 7519), with the claims that Azure's clients look at.
struct AccessToken: JWTPayload {
    /// The client id of the principal.
    var sub: SubjectClaim
    /// The node that signed it.
    var iss: IssuerClaim
    /// What it is for: this node's API, however the client calls it.
    var aud: AudienceClaim
    /// The client id again, as Azure has it.
    var appid: String
    /// The tenant.
    var tid: String
    /// What the principal may do, for people: what counts is what the node knows.
    var role: String
    /// When it was signed.
    var iat: IssuedAtClaim
    /// From when on it counts.
    var nbf: NotBeforeClaim
    /// When it ends.
    var exp: ExpirationClaim

    /// Throws when the token does not count now.
    func verify(using algorithm: some JWTAlgorithm) throws {
        try exp.verifyNotExpired()
        try nbf.verifyNotBefore()
    }
}
