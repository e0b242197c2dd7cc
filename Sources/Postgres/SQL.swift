/// One SQL statement with the values that go with it.
///
/// A value in an interpolation is bound as a parameter, never pasted into the text, so that no
/// input can become part of the statement: `"select * from plan where id = \(id)"`.
package struct SQL: Sendable {
  /// The statement with `$1`, `$2` … for the values.
  package private(set) var text: String
  package private(set) var parameters: [Parameter]

  /// The statement's text without any value; safe to tell.
  init(text: String, parameters: [Parameter] = []) {
    self.text = text
    self.parameters = parameters
  }
}

extension SQL {
  /// A part of a statement that stands in the source, for what several statements have in common.
  package struct Fragment: ExpressibleByStringLiteral, Sendable {
    fileprivate let text: String

    package init(stringLiteral text: StaticString) { self.text = "\(text)" }
  }
}

extension SQL: ExpressibleByStringInterpolation {
  package init(stringLiteral text: String) { self.init(text: text) }

  package init(stringInterpolation: Interpolation) {
    self.init(text: stringInterpolation.text, parameters: stringInterpolation.parameters)
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var parameters: [Parameter] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 4 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// Binds a value.
    package mutating func appendInterpolation(_ value: some Bindable) {
      parameters.append(value.parameter)
      text += "$\(parameters.count)"
    }

    /// Binds a value, or NULL.
    package mutating func appendInterpolation(_ value: (some Bindable)?) {
      parameters.append(value?.parameter ?? .null)
      text += "$\(parameters.count)"
    }

    /// Puts a part in that stands in the source.
    package mutating func appendInterpolation(_ fragment: Fragment) { text += fragment.text }

    /// Puts a whole number into the text, where the server takes no parameter (COPY).
    package mutating func appendInterpolation(literal value: Int) { text += String(value) }

    /// Puts a name into the text, quoted: of a role, a channel, a database.
    package mutating func appendInterpolation(identifier name: String) {
      text += quotedIdentifier(name)
    }
  }
}

/// A name as SQL takes any name; what follows a NUL byte could not be sent and is left out.
func quotedIdentifier(_ name: String) -> String {
  var quoted = "\""
  for scalar in name.unicodeScalars.prefix(while: { $0.value != 0 }) {
    if scalar == "\"" { quoted += "\"" }
    quoted.unicodeScalars.append(scalar)
  }
  return quoted + "\""
}
