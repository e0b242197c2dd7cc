import Training

/// The eleven member states: their cities, languages and neighbours.
enum Atlas {
  struct State {
    let code: String
    let name: String
    let priority: Int
    let youth: Int
    /// Its share of the cohorts, against the other states'.
    let weight: Int
    /// What cohorts speak, with how often.
    let cohortLanguages: [(languages: [String], weight: Int)]
    /// What trainers speak, with how often.
    let trainerLanguages: [(languages: [String], weight: Int)]
    /// Where its trainers may travel.
    let neighbours: [String]
    /// Most cohorts first.
    let cities: [Place]
  }

  struct Place {
    let id: String
    let name: String
    let zone: String
    let latitude: Double
    let longitude: Double
    /// The Friday prayer in August, minutes of the day.
    var prayer: Range<Int>?
  }

  static let states: [State] = [
    State(
      code: "BN", name: "Brunei Darussalam", priority: 1, youth: 154_078,
      weight: 13,
      cohortLanguages: [(["ms"], 60), (["ms", "en"], 40)],
      trainerLanguages: [(["ms"], 30), (["ms", "en"], 70)],
      neighbours: ["MY", "SG"],
      cities: [
        Place(
          id: "BWN", name: "Bandar Seri Begawan", zone: "Asia/Brunei",
          latitude: 4.9, longitude: 114.94, prayer: 705..<840),
        Place(
          id: "KBE", name: "Kuala Belait", zone: "Asia/Brunei",
          latitude: 4.58, longitude: 114.19, prayer: 705..<840),
        Place(
          id: "TUT", name: "Tutong", zone: "Asia/Brunei",
          latitude: 4.81, longitude: 114.65, prayer: 705..<840),
      ]),
    State(
      code: "KH", name: "Cambodia", priority: 2, youth: 6_089_153,
      weight: 33,
      cohortLanguages: [(["km"], 85), (["km", "en"], 15)],
      trainerLanguages: [(["km"], 80), (["km", "en"], 20)],
      neighbours: ["TH", "VN"],
      cities: [
        Place(
          id: "PNH", name: "Phnom Penh", zone: "Asia/Phnom_Penh",
          latitude: 11.56, longitude: 104.92),
        Place(
          id: "REP", name: "Siem Reap", zone: "Asia/Phnom_Penh",
          latitude: 13.36, longitude: 103.86),
        Place(
          id: "BBM", name: "Battambang", zone: "Asia/Phnom_Penh",
          latitude: 13.1, longitude: 103.2),
        Place(
          id: "KOS", name: "Sihanoukville", zone: "Asia/Phnom_Penh",
          latitude: 10.63, longitude: 103.52),
      ]),
    State(
      code: "ID", name: "Indonesia", priority: 1, youth: 93_582_366,
      weight: 76,
      cohortLanguages: [(["id"], 68), (["id", "en"], 32)],
      trainerLanguages: [(["id"], 50), (["id", "en"], 50)],
      neighbours: ["MY", "SG", "TL"],
      cities: [
        Place(
          id: "JKT", name: "Jakarta", zone: "Asia/Jakarta",
          latitude: -6.21, longitude: 106.85, prayer: 675..<795),
        Place(
          id: "BDO", name: "Bandung", zone: "Asia/Jakarta",
          latitude: -6.91, longitude: 107.61, prayer: 675..<795),
        Place(
          id: "SUB", name: "Surabaya", zone: "Asia/Jakarta",
          latitude: -7.26, longitude: 112.75, prayer: 645..<765),
        Place(
          id: "KNO", name: "Medan", zone: "Asia/Jakarta",
          latitude: 3.59, longitude: 98.67, prayer: 705..<825),
        Place(
          id: "UPG", name: "Makassar", zone: "Asia/Makassar",
          latitude: -5.15, longitude: 119.43, prayer: 690..<810),
        Place(
          id: "DPS", name: "Denpasar", zone: "Asia/Makassar",
          latitude: -8.65, longitude: 115.22, prayer: 705..<825),
        Place(
          id: "DJJ", name: "Jayapura", zone: "Asia/Jayapura",
          latitude: -2.53, longitude: 140.72, prayer: 660..<780),
      ]),
    State(
      code: "LA", name: "Lao PDR", priority: 2, youth: 2_943_450,
      weight: 30,
      cohortLanguages: [(["lo"], 83), (["lo", "en"], 17)],
      trainerLanguages: [(["lo"], 78), (["lo", "en"], 22)],
      neighbours: ["TH", "VN"],
      cities: [
        Place(
          id: "VTE", name: "Vientiane", zone: "Asia/Vientiane",
          latitude: 17.97, longitude: 102.63),
        Place(
          id: "LPQ", name: "Luang Prabang", zone: "Asia/Vientiane",
          latitude: 19.89, longitude: 102.13),
        Place(
          id: "ZVK", name: "Savannakhet", zone: "Asia/Vientiane",
          latitude: 16.57, longitude: 104.76),
      ]),
    State(
      code: "MY", name: "Malaysia", priority: 1, youth: 12_908_273,
      weight: 40,
      cohortLanguages: [(["ms"], 30), (["ms", "en"], 43), (["zh"], 17), (["zh", "en"], 10)],
      trainerLanguages: [
        (["ms"], 12), (["ms", "en"], 32), (["ms", "zh"], 28), (["ms", "zh", "en"], 18),
        (["zh", "en"], 10),
      ],
      neighbours: ["BN", "ID", "SG"],
      cities: [
        Place(
          id: "KUL", name: "Kuala Lumpur", zone: "Asia/Kuala_Lumpur",
          latitude: 3.14, longitude: 101.69, prayer: 750..<870),
        Place(
          id: "PEN", name: "George Town", zone: "Asia/Kuala_Lumpur",
          latitude: 5.41, longitude: 100.33, prayer: 765..<885),
        Place(
          id: "JHB", name: "Johor Bahru", zone: "Asia/Kuala_Lumpur",
          latitude: 1.49, longitude: 103.74, prayer: 750..<870),
        Place(
          id: "BKI", name: "Kota Kinabalu", zone: "Asia/Kuching",
          latitude: 5.98, longitude: 116.07, prayer: 690..<810),
        Place(
          id: "KCH", name: "Kuching", zone: "Asia/Kuching",
          latitude: 1.55, longitude: 110.35, prayer: 720..<840),
      ]),
    State(
      code: "MM", name: "Myanmar", priority: 2, youth: 18_350_328,
      weight: 27,
      cohortLanguages: [(["my"], 80), (["my", "en"], 20)],
      trainerLanguages: [(["my"], 64), (["my", "en"], 36)],
      neighbours: ["TH", "LA"],
      cities: [
        Place(
          id: "RGN", name: "Yangon", zone: "Asia/Yangon",
          latitude: 16.87, longitude: 96.2),
        Place(
          id: "MDL", name: "Mandalay", zone: "Asia/Yangon",
          latitude: 21.97, longitude: 96.08),
        Place(
          id: "NYT", name: "Nay Pyi Taw", zone: "Asia/Yangon",
          latitude: 19.76, longitude: 96.08),
      ]),
    State(
      code: "PH", name: "Philippines", priority: 1, youth: 44_334_242,
      weight: 48,
      cohortLanguages: [(["fil"], 20), (["fil", "en"], 80)],
      trainerLanguages: [(["fil"], 20), (["fil", "en"], 80)],
      neighbours: ["MY", "SG"],
      cities: [
        Place(
          id: "MNL", name: "Manila", zone: "Asia/Manila",
          latitude: 14.6, longitude: 120.98),
        Place(
          id: "CEB", name: "Cebu", zone: "Asia/Manila",
          latitude: 10.32, longitude: 123.9),
        Place(
          id: "DVO", name: "Davao", zone: "Asia/Manila",
          latitude: 7.07, longitude: 125.61),
        Place(
          id: "ILO", name: "Iloilo", zone: "Asia/Manila",
          latitude: 10.72, longitude: 122.56),
      ]),
    State(
      code: "SG", name: "Singapore", priority: 1, youth: 2_062_998,
      weight: 12,
      cohortLanguages: [(["zh", "en"], 62), (["ms", "en"], 32), (["zh"], 6)],
      trainerLanguages: [
        (["zh", "en"], 45), (["ms", "en"], 30), (["zh", "ms", "en"], 18), (["zh"], 7),
      ],
      neighbours: ["MY", "ID"],
      cities: [
        Place(
          id: "SIN", name: "Singapore Central", zone: "Asia/Singapore",
          latitude: 1.29, longitude: 103.85),
        Place(
          id: "TAM", name: "Tampines", zone: "Asia/Singapore",
          latitude: 1.35, longitude: 103.94),
        Place(
          id: "JUR", name: "Jurong East", zone: "Asia/Singapore",
          latitude: 1.33, longitude: 103.74),
      ]),
    State(
      code: "TH", name: "Thailand", priority: 1, youth: 19_776_413,
      weight: 50,
      cohortLanguages: [(["th"], 70), (["th", "en"], 30)],
      trainerLanguages: [(["th"], 54), (["th", "en"], 46)],
      neighbours: ["LA", "KH", "MM"],
      cities: [
        Place(
          id: "BKK", name: "Bangkok", zone: "Asia/Bangkok",
          latitude: 13.76, longitude: 100.5),
        Place(
          id: "CNX", name: "Chiang Mai", zone: "Asia/Bangkok",
          latitude: 18.79, longitude: 98.98),
        Place(
          id: "KKC", name: "Khon Kaen", zone: "Asia/Bangkok",
          latitude: 16.44, longitude: 102.83),
        Place(
          id: "HDY", name: "Hat Yai", zone: "Asia/Bangkok",
          latitude: 7.01, longitude: 100.47),
      ]),
    State(
      code: "TL", name: "Timor-Leste", priority: 2, youth: 562_648,
      weight: 23,
      cohortLanguages: [(["tet"], 52), (["tet", "en"], 22), (["pt"], 13), (["pt", "en"], 13)],
      trainerLanguages: [
        (["tet"], 16), (["tet", "en"], 28), (["pt"], 12), (["pt", "en"], 18), (["tet", "pt"], 16),
        (["tet", "pt", "en"], 10),
      ],
      neighbours: ["ID"],
      cities: [
        Place(
          id: "DIL", name: "Dili", zone: "Asia/Dili",
          latitude: -8.56, longitude: 125.56),
        Place(
          id: "BCU", name: "Baucau", zone: "Asia/Dili",
          latitude: -8.47, longitude: 126.46),
      ]),
    State(
      code: "VN", name: "Viet Nam", priority: 1, youth: 30_108_740,
      weight: 48,
      cohortLanguages: [(["vi"], 81), (["vi", "en"], 19)],
      trainerLanguages: [(["vi"], 68), (["vi", "en"], 32)],
      neighbours: ["LA", "KH"],
      cities: [
        Place(
          id: "HAN", name: "Hanoi", zone: "Asia/Ho_Chi_Minh",
          latitude: 21.03, longitude: 105.85),
        Place(
          id: "SGN", name: "Ho Chi Minh City", zone: "Asia/Ho_Chi_Minh",
          latitude: 10.82, longitude: 106.63),
        Place(
          id: "DAD", name: "Da Nang", zone: "Asia/Ho_Chi_Minh",
          latitude: 16.05, longitude: 108.2),
        Place(
          id: "VCA", name: "Can Tho", zone: "Asia/Ho_Chi_Minh",
          latitude: 10.05, longitude: 105.75),
      ]),
  ]
}
