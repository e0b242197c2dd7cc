extension Atlas {
  struct Holiday {
    let state: String
    let from: String
    let until: String
    let name: String

    init(_ state: String, _ from: String, until: String? = nil, _ name: String) {
      self.state = state
      self.from = from
      self.until = until ?? from
      self.name = name
    }
  }

  /// The public holidays of August to October 2026, of whole states.
  static let holidays: [Holiday] = [
    Holiday("BN", "2026-08-25", "Prophet's Birthday"),
    Holiday("ID", "2026-08-17", "Independence Day"),
    Holiday("ID", "2026-08-25", "Prophet's Birthday"),
    Holiday("KH", "2026-09-24", "Constitution Day"),
    Holiday("KH", "2026-10-10", until: "2026-10-12", "Pchum Ben Day"),
    Holiday("KH", "2026-10-15", "HM King Norodom Sihanouk Mourning Day"),
    Holiday("KH", "2026-10-29", "HM King Norodom Sihamoni's Coronation Day"),
    Holiday("MM", "2026-10-25", until: "2026-10-27", "Thadingyut Holidays"),
    Holiday("MY", "2026-08-25", "Prophet Muhammad's Birthday"),
    Holiday("MY", "2026-08-31", "National Day"),
    Holiday("MY", "2026-09-16", "Malaysia Day"),
    Holiday("PH", "2026-08-21", "Ninoy Aquino Day"),
    Holiday("PH", "2026-08-31", "National Heroes Day"),
    Holiday("SG", "2026-08-09", until: "2026-08-10", "National Day"),
    Holiday("TH", "2026-08-12", "HM Queen Sirikit The Queen Mother's Birthday"),
    Holiday("TH", "2026-10-13", "HM King Bhumibol Adulyadej Memorial Day"),
    Holiday("TH", "2026-10-23", "HM King Chulalongkorn Memorial Day"),
    Holiday("TL", "2026-08-30", "Popular Consultation Day"),
    Holiday("VN", "2026-08-31", until: "2026-09-02", "National Day"),
  ]
}
