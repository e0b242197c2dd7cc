import Foundation

/// Writes stars over passwords in the process's own arguments, which every user of the machine can
/// read; the arguments have to be taken before. A password file is the better place.
func concealPasswords() {
  for index in 1..<max(1, Int(CommandLine.argc)) {
    guard let argument = CommandLine.unsafeArgv[index] else { continue }
    let bytes = UnsafeMutableRawBufferPointer(start: argument, count: strlen(argument))
    for place in passwordPlaces(in: Array(bytes)) { bytes[place] = UInt8(ascii: "*") }
  }
}

/// Where an address holds a password: between user and host of a URI, or after `password=`.
func passwordPlaces(in address: [UInt8]) -> [Int] {
  var places: [Int] = []
  if let scheme = address.firstRange(of: Array("://".utf8)) {
    let authority = address[scheme.upperBound...].prefix { $0 != UInt8(ascii: "/") }
    if let host = authority.lastIndex(of: UInt8(ascii: "@")),
      let colon = authority[..<host].firstIndex(of: UInt8(ascii: ":"))
    {
      places += Array(colon + 1..<host)
    }
  }
  var rest = address[...]
  while let key = rest.firstRange(of: Array("password=".utf8)) {
    let value = address[key.upperBound...]
    let end: Int
    if value.first == UInt8(ascii: "'") {
      end = value.dropFirst().firstIndex(of: UInt8(ascii: "'")) ?? value.endIndex
    } else {
      end =
        value.firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "&") } ?? value.endIndex
    }
    places += Array(key.upperBound..<end)
    rest = address[max(end, key.upperBound)...]
  }
  return places
}
