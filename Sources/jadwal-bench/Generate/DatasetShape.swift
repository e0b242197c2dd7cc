/// What is asked of the generator.
struct DatasetRequest {
  var size: DatasetShape.Size
  var seed: UInt64 = 1
  /// 0 (loose) to 1 (far too tight).
  var tightness = 0.5
  var joint = false
  var absences = false
  var partners = false
  var weeks = 4
  /// In place of the size's own number.
  var cities: Int?
}

/// The counts of a dataset of some size.
struct DatasetShape {
  enum Size: String, CaseIterable {
    case small = "s"
    case medium = "m"
    case large = "l"
    case extraLarge = "xl"
  }

  let states: Int
  let cities: Int
  let cohorts: Int
  let trainers: Int
  let venues: Int
  let partners: Int
  /// So many of the catalogue's modules.
  let modules: Int
  /// How likely a cohort lists 1, 2, … modules.
  let moduleCountWeights: [Int]

  init(_ size: Size) {
    switch size {
    case .small:
      self.init(
        states: 1, cities: 2, cohorts: 10, trainers: 8, venues: 2, partners: 2, modules: 10,
        moduleCountWeights: [10, 90])
    case .medium:
      self.init(
        states: 3, cities: 9, cohorts: 60, trainers: 57, venues: 16, partners: 4, modules: 14,
        moduleCountWeights: [0, 28, 60, 12])
    case .large:
      self.init(
        states: 11, cities: 42, cohorts: 400, trainers: 270, venues: 109, partners: 14,
        modules: 18, moduleCountWeights: [0, 1, 42, 49, 8])
    case .extraLarge:
      self.init(
        states: 11, cities: 168, cohorts: 4000, trainers: 2700, venues: 1100, partners: 40,
        modules: 18, moduleCountWeights: [0, 1, 36, 51, 12])
    }
  }

  private init(
    states: Int, cities: Int, cohorts: Int, trainers: Int, venues: Int, partners: Int,
    modules: Int, moduleCountWeights: [Int]
  ) {
    self.states = states
    self.cities = cities
    self.cohorts = cohorts
    self.trainers = trainers
    self.venues = venues
    self.partners = partners
    self.modules = modules
    self.moduleCountWeights = moduleCountWeights
  }
}
