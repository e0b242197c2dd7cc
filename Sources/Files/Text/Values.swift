/// How single values are written (dataset.md §1): plain decimal digits and ASCII ids, nothing else.

/// `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`.
func isIdentifier(_ text: some StringProtocol) -> Bool {
  let bytes = text.utf8
  guard let first = bytes.first, bytes.count <= 64, isLetterOrDigit(first) else { return false }
  return bytes.allSatisfy {
    isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
      || $0 == UInt8(ascii: "-")
  }
}

/// The shape of a BCP 47 tag: a language of two to eight letters, then subtags.
func isLanguage(_ text: String) -> Bool {
  let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  guard let language = parts.first, (2...8).contains(language.count),
    language.allSatisfy(isLetter), text.utf8.count <= 64
  else { return false }
  return parts.dropFirst().allSatisfy {
    (1...8).contains($0.count) && $0.allSatisfy(isLetterOrDigit)
  }
}

/// A number of decimal digits, at most 18 of them; nil for anything else.
func wholeNumber(_ text: some StringProtocol) -> Int? {
  let digits = text.utf8.drop { $0 == UInt8(ascii: "0") }
  guard !text.utf8.isEmpty, digits.count <= 18 else { return nil }
  var value = 0
  for digit in digits {
    guard isDigit(digit) else { return nil }
    value = value * 10 + Int(digit - UInt8(ascii: "0"))
  }
  return value
}

/// Minutes of `7`, `7.0` or `7.5` hours.
func minutesOfHours(_ text: String) -> Int? {
  var whole = Substring(text)
  var half = 0
  if text.utf8.suffix(2).elementsEqual(".0".utf8) {
    whole = text.dropLast(2)
  } else if text.utf8.suffix(2).elementsEqual(".5".utf8) {
    whole = text.dropLast(2)
    half = 30
  }
  guard let hours = wholeNumber(whole), hours <= Limits.wholeNumber else { return nil }
  return hours * 60 + half
}

/// `-8.65`: digits, with a sign before and a point between them where needed.
func decimalNumber(_ text: String) -> Double? {
  let unsigned = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
  let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard (1...2).contains(parts.count), text.utf8.count <= 32,
    parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) })
  else { return nil }
  return Double(text)
}

/// The items of a list cell, without the blanks around them.
func listItems(_ text: String) -> [String] {
  text.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    .map { trimmed(Substring($0)) }
}

/// Without the blanks at both ends.
func trimmed(_ text: Substring) -> String {
  let blank = UInt8(ascii: " ")
  let start = text.utf8.drop { $0 == blank }
  guard let last = start.lastIndex(where: { $0 != blank }) else { return "" }
  return String(Substring(start[...last]))
}

/// The assigned codes of ISO 3166-1 alpha-2 and those it leaves to users.
func isStateCode(_ text: String) -> Bool {
  guard text.utf8.count == 2, text.utf8.allSatisfy({ (65...90).contains($0) }) else { return false }
  return stateCodes.contains(text) || text == "AA" || text == "ZZ" || text.utf8.first == 88
    || ("QM"..."QZ").contains(text)
}

let stateCodes: Set<String> = Set(
  """
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
  BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE \
  EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
  HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC \
  LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA \
  NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
  SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO \
  TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
  """.split(separator: " ").map(String.init))

func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }

func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

// What a message says of a value that is none.

func notAnIdentifier(_ text: String) -> String {
  "\(quoted(text)) is not an id: 1 to 64 letters, digits, dots, dashes and underscores, "
    + "a letter or digit first"
}

func notWhole(_ text: String, _ range: ClosedRange<Int>) -> String {
  range.upperBound == Limits.wholeNumber
    ? "\(quoted(text)) is not a whole number of at least \(range.lowerBound)"
      + " (and at most \(range.upperBound))"
    : "\(quoted(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound)"
}

func notHours(_ text: String, _ limit: Int) -> String {
  "\(quoted(text)) is not a number of whole or half hours from 0 to \(limit)"
}

func notADate(_ text: String) -> String {
  "\(quoted(text)) is not a date that exists, such as 2026-08-03"
}

func notAnInstant(_ text: String) -> String {
  "\(quoted(text)) is not an instant with its offset, such as 2026-08-03T09:00:00+07:00"
}
