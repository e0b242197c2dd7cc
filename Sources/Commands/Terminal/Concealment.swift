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

/// A message about the arguments, with stars over the passwords in them.
func concealed(_ message: String, of arguments: [String]) -> String {
  arguments.reduce(message) { message, argument in
    var bytes = Array(argument.utf8)
    let places = passwordPlaces(in: bytes)
    guard !places.isEmpty else { return message }
    for place in places { bytes[place] = UInt8(ascii: "*") }
    return message.replacing(argument, with: String(decoding: bytes, as: UTF8.self))
  }
}

/// Where an address holds a password: between user and host of a URI, or after `password=`. Of an
/// address that nobody can read, rather too much than too little.
func passwordPlaces(in address: [UInt8]) -> [Int] {
  var places: [Int] = []
  let scheme = address.firstRange(of: Array("://".utf8))
  if let scheme {
    let rest = address[scheme.upperBound...]
    if let host = rest.lastIndex(of: UInt8(ascii: "@")),
      let colon = rest[..<host].firstIndex(of: UInt8(ascii: ":"))
    {
      places += Array(colon + 1..<host)
    }
  }
  var rest = address[...]
  while let key = rest.firstRange(of: Array("password".utf8)) {
    rest = rest[key.upperBound...]
    let sign = rest.drop { $0 == UInt8(ascii: " ") }
    guard sign.first == UInt8(ascii: "=") else { continue }
    let value = sign.dropFirst().drop { $0 == UInt8(ascii: " ") }
    let end = endOfValue(value, isInURI: scheme != nil)
    places += Array(value.startIndex..<end)
    rest = rest[end...]
  }
  return places
}

/// Where a value ends: after its second quote, or before a space, or before the next of a URI's.
private func endOfValue(_ value: ArraySlice<UInt8>, isInURI: Bool) -> Int {
  if isInURI { return value.firstIndex(of: UInt8(ascii: "&")) ?? value.endIndex }
  let isQuoted = value.first == UInt8(ascii: "'")
  var place = value.startIndex + (isQuoted ? 1 : 0)
  while place < value.endIndex {
    if value[place] == UInt8(ascii: isQuoted ? "'" : " ") { break }
    place += value[place] == UInt8(ascii: "\\") ? 2 : 1
  }
  return min(place + (isQuoted ? 1 : 0), value.endIndex)
}
