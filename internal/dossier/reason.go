package dossier

// The reasons this package puts into faults. They are stable.
const (
	// ReasonManifest means a manifest breaks a rule; Fields say which.
	ReasonManifest = "manifest_invalid"
	// ReasonTooLarge means the package would not fit a plain ZIP; Params limit.
	ReasonTooLarge = "dossier_too_large"
	// ReasonFileChanged means a document is no longer what the manifest says; Params path.
	ReasonFileChanged = "dossier_file_changed"
	// ReasonWithheld means the list of withheld files does not fit the manifest.
	ReasonWithheld = "withheld_invalid"
)

// Reasons lists all reasons, so that a test can ask for wording of each.
func Reasons() []string {
	return []string{ReasonManifest, ReasonTooLarge, ReasonFileChanged, ReasonWithheld}
}
