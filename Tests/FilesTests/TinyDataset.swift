import Files

/// Two cities, three modules, three cohorts, two trainers: every file and nearly every column once.
enum TinyDataset {
  static let files: [String: String] = [
    "programme.yaml": """
    id: tiny
    title: A tiny programme
    starts_on: 2026-08-03
    weeks: 2
    grid_minutes: 30
    rest_hours: 10.5
    freeze_until: 2026-08-04T00:00:00Z
    held_until: 2026-08-03T12:00:00Z
    weights:
      unplaced: 30
      moved: 7

    """,
    "states.csv": """
    code,name,priority,youth
    ID,Indonesia,2,64000000
    VN,Viet Nam,,

    """,
    "cities.csv": """
    id,state,name,time_zone,latitude,longitude
    JKT,ID,Jakarta,Asia/Jakarta,-6.2,106.8
    HAN,VN,Hà Nội,Asia/Ho_Chi_Minh,,

    """,
    "travel.csv": """
    from,to,minutes
    JKT,HAN,300

    """,
    "closures.csv": """
    place,date,until,windows,name
    ID,2026-08-12,,,Holiday
    HAN,2026-08-05,2026-08-06,Fri 11:30-13:30,Friday prayer

    """,
    "modules.csv": """
    id,title,axis,competence,level,sessions,minutes,mode,equipment,after,max_per_week,\
    min_gap_days,learners_per_trainer
    SAFE,Staying safe,safety,4.1,1,2,90,in_person,projector;laptops,,2,1,15
    AI,"AI, at work",solving,5.3,2,3,120,online,,SAFE,,,
    WEB,Web,,3.1,1,1,60,hybrid,,SAFE;AI,,0,

    """,
    "cohorts.csv": """
    id,city,audience,size,languages,modules,available,preferred,needs,groups,max_per_day,priority
    J1,JKT,youth,20,id;en,SAFE;AI,Mon-Fri 18:00-21:00,Mon 18:00-20:00,step_free,rural;women,2,3
    J2,JKT,young_workers,10,ID,AI,"Sat,Sun 09:00-12:00",,,,,
    H1,HAN,youth,12,vi,SAFE;WEB,Mon-Sat 08:00-12:00; Sun 10:00-24:00,,,,1,1

    """,
    "trainers.csv": """
    id,city,languages,skills,modes,available,hours_week,max_hours_week,max_hours_day,travels_to,partner
    T1,JKT,id;en,4.1:2;5.3:3,in_person;remote,Mon-Sun 08:00-22:00,10,20.5,8,VN;ID,P1
    T2,HAN,vi,4.1:1;3.1:1,remote,Mon-Sun 08:00-22:00,7.0,7.5,4,,

    """,
    "venues.csv": """
    id,city,seats,equipment,open
    V1,JKT,30,projector;laptops;step_free,Mon-Sun 08:00-22:00
    V2,HAN,20,,Mon-Sun 08:00-22:00

    """,
    "partners.csv": """
    id,name,hours_cap,states,axes
    P1,Partner One,100.5,ID,safety;solving
    P2,Partner Two,,,

    """,
    "joint.csv": """
    id,module,cohorts
    X1,AI,J2;J1

    """,
    "absences.csv": """
    kind,id,from,to
    cohort,J1,2026-08-10T00:00:00+07:00,2026-08-11T00:00:00+07:00
    trainer,T2,2026-08-10T00:00:00Z,2026-08-11T00:00:00Z
    venue,V1,2026-08-10T00:00:00Z,2026-08-11T00:00:00Z

    """,
    "pinned.csv": """
    session,start,lead,venue
    J1/SAFE/1,2026-08-05T11:00:00Z,T1,V1
    X1/AI/3,,T1,

    """,
    "previous.csv": """
    session,module,cohorts,start,end,lead,assistants,venue,local_start
    H1/SAFE/1,SAFE,H1,2026-08-03T01:00:00Z,,T1,T9,V2,
    H1/SAFE/2,SAFE,H1,,,,,,
    X1/AI/1,AI,J2;J1,2026-08-08T02:00:00Z,,T1,,,

    """,
  ]

  /// The files with one text in one of them replaced.
  static func folder(_ file: String, replacing old: String, with new: String) -> Folder {
    var changed = files
    changed[file] = files[file]?.replacing(old, with: new)
    return folder(changed)
  }

  static func folder(_ files: [String: String] = files) -> Folder {
    .memory(files.mapValues { Array($0.utf8) })
  }
}
