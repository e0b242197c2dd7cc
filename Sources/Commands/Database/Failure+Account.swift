extension Failure {
  /// What a rule of accounts, tokens and feeds asks for, by its name in the schema.
  static let accountRules = [
    "account_pkey": "There is an account of this name already.",
    "account_name_form":
      "An account's name has at most 100 lower-case letters, digits and ._@+-, and starts with a "
      + "letter or digit.",
    "account_display_name": "A name to read has 1 to 200 characters, in one line.",
    "account_language": "A language is told by its tag, as vi or fr-CA.",
    "account_state_form": "A member state is told by its two letters, as VN.",
    "account_states_of_reader": "A coordinator sees all member states: only a reader's are told.",
    "account_enabled": "The account is disabled: jadwal accounts set NAME --enable.",
    "account_token_label": "A token's label has 1 to 100 characters, in one line.",
    "account_token_label_unique":
      "The account has a token of this label: jadwal accounts revoke NAME LABEL.",
  ]
}
