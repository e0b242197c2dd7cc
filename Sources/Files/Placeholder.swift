package enum FilesPlaceholder {}
