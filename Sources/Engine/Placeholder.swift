package enum EngineVersion {}
